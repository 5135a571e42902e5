import type { ReactiveControllerHost } from 'lit';

export interface MenuItem {
  readonly label: string;
  run(): void;
  /** What is asked before it is done. */
  readonly question?: string;
  /** Whether it is the one of several that holds; absent where it is none of several. */
  readonly checked?: boolean;
}

export interface Opened {
  /** Which of the box's menus it is. */
  readonly key: string;
  /** Whether it opens above its button. */
  readonly up: boolean;
  /** The item that is done only when its question is answered. */
  readonly asking?: MenuItem;
}

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode };

const ITEM = '[role^="menuitem"]';

/** The one menu of a box that may be open, and where the focus is in it. */
export class Menu {
  /** A new object with every change; undefined while none is open. */
  opened: Opened | undefined;
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Opens the menu of this button, or closes it. One in the list opens to where there is more of the list. */
  toggle(key: string, button: HTMLElement): void {
    const isOpen = this.opened?.key === key;
    // Whichever was open has the focus, and is closed by losing it.
    focus(button);
    this.close();
    if (isOpen) return;
    const { top, bottom } = button.getBoundingClientRect();
    const list = button.closest('[role="log"]')?.getBoundingClientRect();
    void this.#open({ key, up: list !== undefined && top - list.top > list.bottom - bottom }, 0);
  }

  choose(item: MenuItem): void {
    if (item.question && this.opened && !this.opened.asking) {
      // The way out has the focus, so that a key pressed twice does nothing.
      void this.#open({ ...this.opened, asking: item }, -1);
      return;
    }
    this.dismiss();
    item.run();
  }

  /** Closes it and gives the focus back to its button. */
  dismiss(): void {
    focus(this.#find('[aria-haspopup][aria-expanded="true"]')[0]);
    this.close();
  }

  readonly close = (): void => {
    if (!this.opened) return;
    this.opened = undefined;
    this.#host.requestUpdate();
  };

  readonly onFocusout = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!(currentTarget as Element).contains(relatedTarget as Node | null)) this.close();
  };

  readonly onKeydown = (event: KeyboardEvent): void => {
    const { key } = event;
    const isArrow = key === 'ArrowDown' || key === 'ArrowUp';
    if (!this.opened || (key !== 'Escape' && !isArrow)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!isArrow) {
      this.dismiss();
      return;
    }
    const items = this.#find(ITEM);
    const at = items.findIndex((item) => item.matches(':focus'));
    focus(key === 'ArrowDown' ? items[(at + 1) % items.length] : items.at(Math.max(at, 0) - 1));
  };

  async #open(opened: Opened, focused: number): Promise<void> {
    this.opened = opened;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    focus(this.#find(ITEM).at(focused));
  }

  #find(selector: string): HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
}

/** What scrolls is closed, and it would scroll into sight. */
function focus(element: HTMLElement | undefined): void {
  element?.focus({ preventScroll: true });
}
