import type { Item } from '../contract/index.js';
import type { Gap } from './room-source.js';

/** A stretch of the log that was not read: it ends before the item of the one timestamp and begins after the other's. */
export interface Stretch {
  readonly after: number;
  readonly before: number;
}

/** A stretch that a catch-up left out, perhaps none, and what stands right below it, as it is now. */
export interface Leap extends Stretch {
  readonly below: readonly Item[];
}

/** The gaps of a room, and who fills them. */
export class Gaps {
  readonly #fill: (stretch: Stretch) => Promise<void>;
  #all: readonly Gap[] = Object.freeze([]);

  constructor(fill: (stretch: Stretch) => Promise<void>) {
    this.#fill = fill;
  }

  /** A frozen snapshot, oldest first; the same array while nothing changed. */
  get all(): readonly Gap[] {
    return this.#all;
  }

  /** What is below a new gap was read in one piece: there are no others. */
  open({ after, before }: Stretch): Gap | undefined {
    this.#set(after < before ? [this.#gap({ after, before })] : []);
    return this.#all[0];
  }

  /** The stretch was read from its end down to `left`; all of it, without one. False where it is no gap any more. */
  narrow({ after, before }: Stretch, left: number | undefined): boolean {
    const isHere = this.#all.some((gap) => gap.after === after && gap.before === before);
    if (isHere) this.#set(left !== undefined && left > after ? [this.#gap({ after, before: left })] : []);
    return isHere;
  }

  #gap(stretch: Stretch): Gap {
    let filling: Promise<void> | undefined;
    const fill = (): Promise<void> => {
      filling ??= this.#fill(stretch).finally(() => {
        filling = undefined;
      });
      return filling;
    };
    return Object.freeze({ ...stretch, fill });
  }

  #set(gaps: readonly Gap[]): void {
    this.#all = Object.freeze(gaps);
  }
}
