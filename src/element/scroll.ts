import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RoomController } from './room.js';

/** Closer to the end than this counts as being there. */
const NEAR = 24;

interface Anchor {
  readonly row: Element;
  /** Where the row ends, below the top of the list. */
  bottom: number;
}

/**
 * Where the list stands: at its end, where it stays whatever arrives or grows, or on a row further up, whose bottom edge it
 * holds still. The bottom, because a page put before a row may take the day line or the name off the row's top.
 */
export class ScrollController implements ReactiveController {
  atEnd = true;
  /** Messages that arrived while nobody could see them. */
  unseen = 0;

  readonly #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  readonly #room: RoomController;
  readonly #scrolled: () => void;
  #resize: ResizeObserver | undefined;
  #source: unknown;
  #list: HTMLElement | null = null;
  #anchors: readonly Anchor[] = [];
  #top = 0;
  /** Whether the list was out of the layout, where it forgets its place. */
  #away = false;

  /** `scrolled` is called when the user scrolls. */
  constructor(
    host: ReactiveControllerHost & { readonly renderRoot: ParentNode },
    room: RoomController,
    scrolled: () => void,
  ) {
    this.#host = host;
    this.#room = room;
    this.#scrolled = scrolled;
    host.addController(this);
  }

  hostConnected(): void {
    this.#resize = new ResizeObserver(() => {
      // What arrived while the list was not displayed is seen now.
      if (this.atEnd && this.#list?.clientHeight) this.#setAtEnd(true);
      this.#hold();
    });
  }

  hostDisconnected(): void {
    this.#resize?.disconnect();
    this.#list = null;
  }

  hostUpdate(): void {
    if (this.#source !== this.#room.source) {
      this.#source = this.#room.source;
      this.#anchors = [];
      this.atEnd = true;
      this.unseen = 0;
    }
    this.#follow();
  }

  hostUpdated(): void {
    this.#observe();
    this.#hold();
  }

  /** A message arrived that is not one's own. */
  readonly arrived = (): void => {
    if (this.atEnd && this.#list?.clientHeight) return;
    this.unseen++;
    this.#host.requestUpdate();
  };

  readonly toEnd = (): void => {
    this.#setAtEnd(true);
    this.#hold();
  };

  readonly onScroll = (): void => {
    this.#follow();
    this.#hold();
  };

  #setAtEnd(atEnd: boolean): void {
    if (atEnd) this.#anchors = [];
    if (atEnd === this.atEnd && !(atEnd && this.unseen)) return;
    this.atEnd = atEnd;
    if (atEnd) this.unseen = 0;
    this.#host.requestUpdate();
  }

  #observe(): void {
    const list = this.#host.renderRoot.querySelector<HTMLElement>('[role="log"]');
    if (list === this.#list) return;
    this.#list = list;
    this.#resize?.disconnect();
    if (!list) return;
    this.#resize?.observe(list);
    if (list.firstElementChild) this.#resize?.observe(list.firstElementChild);
  }

  /** Takes over what the user scrolled. Every other shift is undone by `#hold`. */
  #follow(): void {
    const list = this.#list;
    if (!list?.clientHeight || this.#away) return;
    const { scrollTop, scrollHeight, clientHeight } = list;
    if (scrollTop === this.#top) return;
    this.#scrolled();
    // Only going up leaves the end: a box that shrinks, or a message that grows, does not.
    if (scrollHeight - clientHeight - scrollTop <= NEAR) this.#setAtEnd(true);
    else if (scrollTop < this.#top) this.#setAtEnd(false);
    for (const anchor of this.#anchors) anchor.bottom -= scrollTop - this.#top;
    this.#top = scrollTop;
  }

  #hold(): void {
    const list = this.#list;
    this.#away = !list?.clientHeight;
    if (!list || this.#away) return;
    const anchor = this.#anchors.find(({ row }) => row.isConnected);
    if (this.atEnd) {
      list.scrollTop = list.scrollHeight;
    } else if (anchor) {
      const { row, bottom } = anchor;
      const shift = row.getBoundingClientRect().bottom - list.getBoundingClientRect().top - bottom;
      if (Math.abs(shift) >= 0.5) list.scrollTop += shift;
    }
    this.#top = list.scrollTop;
    if (!this.atEnd) this.#anchors = anchorsIn(list);
    this.#reach();
  }

  /** Asks for older messages one screen before the start is in sight. */
  #reach(): void {
    const list = this.#list;
    if (list && list.scrollTop < list.clientHeight) void this.#room.loadOlder();
  }
}

/**
 * The rows that end in sight, best first: the next ones stand in for one that goes. Of rows on both sides of a gap only those below
 * it, since what fills the gap belongs right above them.
 */
function anchorsIn(list: HTMLElement): readonly Anchor[] {
  const { top, bottom } = list.getBoundingClientRect();
  const rows = [...list.querySelectorAll('.row')];
  const endOf = (row: Element | undefined) => row?.getBoundingClientRect().bottom ?? 0;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (endOf(rows[middle]) > top) high = middle;
    else low = middle + 1;
  }
  let anchors: Anchor[] = [];
  for (const row of rows.slice(low)) {
    const end = endOf(row);
    if (end > bottom && anchors.length > 0) break;
    if (row.previousElementSibling?.className === 'gap') anchors = [];
    anchors.push({ row, bottom: end - top });
  }
  return anchors;
}
