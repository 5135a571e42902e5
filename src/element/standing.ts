import type { Message, Timeline } from '../client/index.js';

/** What is to be held: the bottom edge of a message's row, so far below the top of the list; or its middle, in the middle. */
export interface Anchor {
  readonly message: Message;
  readonly place: number;
  readonly bottom: number | 'middle';
}

/** How much of a list stands below what is in sight, in pixels. */
export const belowOf = ({ scrollHeight, scrollTop, clientHeight }: Element): number =>
  scrollHeight - scrollTop - clientHeight;

/** How the rows stand in their list, that of the message at the place `start` first. */
export class Standing {
  /** The places of the first and the last message in sight; `undefined` where none is. */
  readonly seen: { readonly first: number; readonly last: number } | undefined;
  readonly #start: number;
  readonly #list: DOMRect;
  readonly #rows: readonly Element[];
  readonly #rects: readonly DOMRect[];

  constructor(list: Element, start: number) {
    this.#start = start;
    this.#list = list.getBoundingClientRect();
    this.#rows = [...list.querySelectorAll('.row')];
    this.#rects = this.#rows.map((row) => row.getBoundingClientRect());
    const { top, bottom } = this.#list;
    const first = this.#rects.findIndex((rect) => rect.bottom > top);
    const last = this.#rects.findLastIndex((rect) => rect.top < bottom);
    if (first >= 0 && first <= last) this.seen = { first: start + first, last: start + last };
  }

  /** Of all rows together. */
  get height(): number {
    return (this.#rects.at(-1)?.bottom ?? 0) - (this.#rects[0]?.top ?? 0);
  }

  /** Whether something above or below the rows is in sight. */
  get isShort(): { readonly above: boolean; readonly below: boolean } {
    const { top, bottom } = this.#list;
    return {
      above: (this.#rects[0]?.top ?? bottom) > top,
      below: (this.#rects.at(-1)?.bottom ?? top) < bottom,
    };
  }

  /** How much further down the row of this message is to stand; `undefined` where it is not laid out. */
  off({ place, bottom }: Anchor): number | undefined {
    const rect = this.#rects[place - this.#start];
    if (!rect) return undefined;
    const { top, height } = this.#list;
    return (bottom === 'middle' ? Math.round((height + rect.height) / 2) : bottom) + top - rect.bottom;
  }

  /**
   * The messages whose rows end in sight, best first: the next ones stand in for one that goes. Of rows on both sides of a gap only those on
   * the side of which there is more: what fills the gap belongs between.
   */
  anchors(messages: Timeline): readonly Anchor[] {
    if (!this.seen) return [];
    const { top, bottom } = this.#list;
    const middle = (top + bottom) / 2;
    let anchors: Anchor[] = [];
    for (let place = this.seen.first; place <= this.seen.last; place++) {
      const index = place - this.#start;
      const rect = this.#rects[index] as DOMRect;
      if (rect.bottom > bottom && anchors.length > 0) break;
      const gap = this.#rows[index]?.previousElementSibling;
      if (gap?.className === 'gap') {
        if (anchors.length > 0 && rect.top > middle) break;
        anchors = [];
      }
      const message = messages.at(place);
      if (message) anchors.push({ message, place, bottom: rect.bottom - top });
    }
    return anchors;
  }

  /** Of these gaps those that are in sight or not much further, and the side of each on which what is read stands. */
  near(gaps: readonly Element[]): readonly { readonly index: number; readonly from: 'start' | 'end' }[] {
    const { top, bottom, height } = this.#list;
    return gaps.flatMap((gap, index) => {
      const rect = gap.getBoundingClientRect();
      if (rect.bottom < top - height || rect.top > bottom + height) return [];
      return { index, from: rect.top > (top + bottom) / 2 ? 'start' : 'end' };
    });
  }
}
