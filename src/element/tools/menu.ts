import type { ReactiveController, ReactiveControllerHost } from 'lit';

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

export type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode };

const ITEM = '[role^="menuitem"]';
const BUTTON_IN_LIST = '[role="log"] [aria-haspopup]';

/** The one menu of a box that may be open, and where the focus is in it. Of the list's buttons one is a stop for Tab: that of the row last focused. */
export class Menu implements ReactiveController {
  /** A new object with every change; undefined while none is open. */
  opened: Opened | undefined;
  readonly #host: Host;
  /** The row that last had the focus. */
  #row: Element | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
    host.renderRoot.addEventListener('focusin', ({ target }) => {
      const row = (target as Element).closest('.row');
      if (!row) return;
      this.#row = row;
      this.hostUpdated();
    });
  }

  hostUpdated(): void {
    const buttons = this.#find(BUTTON_IN_LIST);
    const row = this.#row;
    const stop = row?.isConnected ? buttons.find((button) => row.contains(button)) : buttons.at(-1);
    for (const button of buttons) {
      const tabIndex = button === stop ? 0 : -1;
      if (button.tabIndex !== tabIndex) button.tabIndex = tabIndex;
    }
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
    if (!this.opened) return;
    const { key } = event;
    const items = this.#find(ITEM);
    const at = items.findIndex((item) => item.matches(':focus'));
    const to = placeOf(key, at, items.length);
    if (to === undefined && key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) this.dismiss();
    else focus(items.at(to % items.length));
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

/** Where a key leads from a place among so many, or beyond them; undefined for other keys. */
function placeOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return at + 1;
    case 'ArrowUp':
      return Math.max(at, 0) - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** What scrolls is closed, and it would scroll into sight. */
function focus(element: HTMLElement | undefined): void {
  element?.focus({ preventScroll: true });
}
