import type { Item } from '../contract/index.js';
import type { Copy } from './copy.js';
import type { Message } from './message.js';
import type { Sequence } from './sequence.js';
import { EMPTY, fold, type TimelineEvent } from './timeline.js';

export interface BoardListener {
  /** The messages are not what they were. */
  changed(): void;
  /** Whether what is shown of the log was read of it: only that is kept on the device. */
  isRead(): boolean;
}

/** What a room shows, with the device's copy of it. */
export class Board {
  readonly #copy: Copy;
  readonly #listener: BoardListener;
  #snapshot = EMPTY;
  #copied = new Set<number>();

  constructor(copy: Copy, listener: BoardListener) {
    this.#copy = copy;
    this.#listener = listener;
  }

  /** All that shows; the same object while nothing changed. */
  get timeline(): Sequence {
    return this.#snapshot.all;
  }

  /** What shows of the log. */
  get stored(): Sequence {
    return this.#snapshot.stored;
  }

  /** The stored message of this timestamp. */
  find(timestamp: number): Message | undefined {
    return this.stored.find(timestamp);
  }

  /** Whether the device had kept it. */
  readonly isCopied = ({ timestamp }: Message): boolean => this.#copied.has(timestamp);

  /** What the device kept. */
  async load(): Promise<readonly Item[]> {
    const items = await this.#copy.load();
    this.#copied = new Set(items.map(({ timestamp }) => timestamp));
    return items;
  }

  /** Whether anything shows. */
  fold(...events: readonly TimelineEvent[]): boolean {
    const { timeline, stored } = this;
    this.#snapshot = events.reduce(fold, this.#snapshot);
    // Where only one's own unsent messages changed, another tab may know the log better.
    if (this.stored !== stored) {
      this.keep();
      if (events.some(isErasing)) this.#copy.flush();
    }
    if (this.timeline === timeline) return false;
    this.#listener.changed();
    return true;
  }

  /** Has the device keep what is shown of the log, a little later. */
  keep(): void {
    if (this.#listener.isRead()) this.#copy.save(() => this.stored);
  }

  /** Lets go of the log, here and on the device. One's own unsent messages stay. */
  forget(): void {
    const { pending, all } = this.#snapshot;
    this.#copy.remove();
    this.#snapshot = fold(EMPTY, { type: 'pending', pending });
    if (this.timeline !== all) this.#listener.changed();
  }

  /** The device keeps now what it was to keep later. */
  close(): void {
    this.#copy.flush();
  }
}

/** A deleted text must not outlive the page on the device. */
function isErasing(event: TimelineEvent): boolean {
  return event.type === 'items' && event.items.some((item) => (item.state ?? item).erased);
}
