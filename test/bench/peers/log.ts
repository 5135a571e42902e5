import type { Message, Timeline } from '../../../src/client/index.js';

/** Messages that only become more, at either end. A snapshot of them is no copy. */
export class Log {
  /** How many messages were read of all snapshots. */
  reads = 0;
  readonly #older: Message[] = [];
  readonly #newer: Message[];
  #snapshot: Timeline | undefined;
  #copy: readonly Message[] | undefined;

  constructor(messages: readonly Message[]) {
    this.#newer = [...messages];
  }

  get snapshot(): Timeline {
    this.#snapshot ??= this.#shoot();
    return this.#snapshot;
  }

  /** The snapshot as an array, which is a copy. */
  get copy(): readonly Message[] {
    if (!this.#copy) {
      this.#copy = Object.freeze([...this.#older.toReversed(), ...this.#newer]);
      this.reads += this.#copy.length;
    }
    return this.#copy;
  }

  append(message: Message): void {
    this.#newer.push(message);
    this.#snapshot = this.#copy = undefined;
  }

  prepend(messages: readonly Message[]): void {
    for (const message of messages.toReversed()) this.#older.push(message);
    this.#snapshot = this.#copy = undefined;
  }

  #shoot(): Timeline {
    const below = this.#older.length;
    const length = below + this.#newer.length;
    return {
      length,
      at: (index) => {
        this.reads += 1;
        const place = index < 0 ? index + length : index;
        if (place < 0 || place >= length) return undefined;
        return place < below ? this.#older[below - 1 - place] : this.#newer[place - below];
      },
    };
  }
}
