import { frame, painted, task } from './frames.js';
import { elements, type Screen } from './screen.js';

/** Frames for which a list that was changed is watched. */
const WATCHED = 30;

/** Somebody reads the row in the middle of a list. */
export class Reading {
  readonly #list: Element;
  readonly #text: string;
  #row: Element | undefined;

  constructor(screen: Screen) {
    this.#list = screen.list;
    this.#row = screen.eye();
    this.#text = this.#row?.textContent ?? '';
    if (!this.#text) throw new Error('unable to read; there is no row in the middle of the list');
  }

  /** Below the top of the list; undefined while the row is gone. */
  get place(): number | undefined {
    const isIt = (element: Element | undefined) => element?.isConnected && element.textContent === this.#text;
    if (!isIt(this.#row)) {
      this.#row = elements(this.#list.getRootNode() as ParentNode).find(
        (element) => element.matches('.text') && isIt(element),
      );
    }
    const top = this.#row?.getBoundingClientRect().top;
    return top === undefined ? undefined : top - this.#list.getBoundingClientRect().top;
  }

  /**
   * Changes the list: milliseconds until the row stands still, at least two frames; and the furthest, in px, that it was from its place
   * in any frame. A row that is gone is off by the height of the list.
   */
  async during(change: () => Promise<unknown>): Promise<{ readonly time: number; readonly shift: number }> {
    await painted();
    const start = performance.now();
    const before = this.place ?? 0;
    let last = before;
    let time = 0;
    let shift = 0;
    let isDone = false;
    const done = change().then(() => {
      isDone = true;
    });
    for (let frames = 1; frames <= WATCHED; frames++) {
      await frame();
      const now = performance.now() - start;
      await task();
      const place = this.place ?? before + this.#list.clientHeight;
      if (frames <= 2 || !isDone || place !== last) time = now;
      last = place;
      shift = Math.max(shift, Math.abs(place - before));
    }
    await done;
    return { time, shift };
  }
}
