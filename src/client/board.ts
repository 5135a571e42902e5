import type { Item } from '../contract/index.js';
import type { Copy } from './copy.js';
import type { Message } from './message.js';
import { EMPTY, find, fold, type TimelineEvent } from './timeline.js';

export interface BoardListener {
  /** `messages` are not what they were. */
  changed(): void;
  /** Whether what is shown of the log was read of it: only that is kept on the device. */
  isRead(): boolean;
}

/** What a room shows, with the device's copy of it. */
export class Board {
  readonly #copy: Copy;
  readonly #listener: BoardListener;
  #timeline = EMPTY;

  constructor(copy: Copy, listener: BoardListener) {
    this.#copy = copy;
    this.#listener = listener;
  }

  get messages(): readonly Message[] {
    return this.#timeline.messages;
  }

  get oldest(): Message | undefined {
    return this.#timeline.stored[0];
  }

  /** The stored message of this timestamp. */
  find(timestamp: number): Message | undefined {
    return find(this.#timeline, timestamp);
  }

  /** What the device kept. */
  load(): Promise<readonly Item[]> {
    return this.#copy.load();
  }

  /** Whether anything shows. */
  fold(...events: readonly TimelineEvent[]): boolean {
    const { messages, stored } = this.#timeline;
    this.#timeline = events.reduce(fold, this.#timeline);
    // Where only one's own unsent messages changed, another tab may know the log better.
    if (this.#timeline.stored !== stored) {
      this.keep();
      if (events.some(isErasing)) this.#copy.flush();
    }
    if (this.#timeline.messages === messages) return false;
    this.#listener.changed();
    return true;
  }

  /** Has the device keep what is shown of the log, a little later. */
  keep(): void {
    if (this.#listener.isRead()) this.#copy.save(() => this.#timeline.stored);
  }

  /** Lets go of the log, here and on the device. One's own unsent messages stay. */
  forget(): void {
    const { pending, messages } = this.#timeline;
    this.#copy.remove();
    this.#timeline = fold(EMPTY, { type: 'pending', pending });
    if (this.#timeline.messages !== messages) this.#listener.changed();
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
