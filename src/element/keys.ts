import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { NEAR, type ScrollController } from './scroll.js';

/** Kept free above and below the row that has the focus, for its ring. */
const MARGIN = 8;

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode };

/** Goes through the messages by keys. The row that has the focus says where one is; Tab leads on to what can be done with it. */
export class Keys implements ReactiveController {
  readonly #host: Host;
  readonly #scroll: ScrollController;
  /** Gets the focus once it is laid out. */
  #goal: 'first' | 'last' | undefined;

  constructor(host: Host, scroll: ScrollController) {
    this.#host = host;
    this.#scroll = scroll;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.#goal) focus(this.#rows.at(this.#goal === 'first' ? 0 : -1));
    this.#goal = undefined;
  }

  /** Of the list, and of everything in it. */
  readonly onKeydown = (event: KeyboardEvent): void => {
    const { key, defaultPrevented: isDone } = event;
    if (isDone || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (key === 'Home') this.#toFirst();
    else if (key === 'End') this.toLast();
    else if (key === 'ArrowUp' || key === 'ArrowDown') {
      // What is longer than the list is scrolled through by the browser.
      if (!this.#step(key === 'ArrowUp')) return;
    } else if (key === 'Escape') {
      focus(this.#find('textarea')[0]);
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };

  readonly toLast = (): void => {
    this.#goal = 'last';
    this.#scroll.toEnd();
  };

  /** To the first message that is loaded, which has those before it loaded. */
  #toFirst(): void {
    this.#goal = 'first';
    this.#scroll.seek(0, Number.POSITIVE_INFINITY);
    this.#host.requestUpdate();
  }

  /** Goes to the next row, or from the list to the last one in sight; whether there is nothing left to see of the one before. */
  #step(isUp: boolean): boolean {
    const rows = this.#rows;
    const { top, bottom } = this.#sight;
    const at = rows.findIndex((row) => row.matches(':focus-within'));
    const rect = rows[at]?.getBoundingClientRect();
    if (rect && (isUp ? rect.top < top && rect.bottom > top : rect.bottom > bottom && rect.top < bottom)) {
      return false;
    }
    const inSight = (row: Element): boolean => row.getBoundingClientRect().top < bottom;
    const next = rect ? rows[at + (isUp ? -1 : 1)] : (rows.findLast(inSight) ?? rows[0]);
    if (!next) return true;
    focus(next);
    this.#reveal(next, isUp);
    return true;
  }

  /** Brings all of it into sight, or, where it is longer than that, the end that one comes from. */
  #reveal(row: Element, isUp: boolean): void {
    const { top, bottom } = this.#sight;
    const rect = row.getBoundingClientRect();
    const [least, most] = [rect.bottom + MARGIN - bottom, rect.top - MARGIN - top];
    if (least <= most) this.#scrollBy(Math.min(Math.max(0, least), most));
    else this.#scrollBy(isUp ? least : most);
  }

  /** As the user would. */
  #scrollBy(by: number): void {
    const list = this.#list;
    if (!list || by === 0) return;
    // With less the list would go back to its end.
    list.scrollTop += by < 0 && this.#scroll.atEnd ? Math.min(by, -NEAR - 1) : by;
    this.#scroll.onScroll();
  }

  /** What is seen of the list: all above the button that lies on it. */
  get #sight(): { readonly top: number; readonly bottom: number } {
    const { top = 0, bottom = 0 } = this.#list?.getBoundingClientRect() ?? {};
    return { top, bottom: this.#find('.latest')[0]?.getBoundingClientRect().top ?? bottom };
  }

  get #list(): HTMLElement | undefined {
    return this.#find('.list')[0];
  }

  get #rows(): readonly HTMLElement[] {
    return this.#find('.row');
  }

  #find(selector: string): readonly HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLElement>(selector)];
  }
}

/** The page is never scrolled to it. */
function focus(element: HTMLElement | undefined): void {
  element?.focus({ preventScroll: true });
}
