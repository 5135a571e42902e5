import type { Gap } from './room-source.js';

/** A stretch of the log that was not read: it ends before the item of the one timestamp and begins after the other's. */
export interface Stretch {
  readonly after: number;
  readonly before: number;
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

  open(stretch: Stretch): Gap {
    const gap = this.#gap(stretch);
    this.#set([...this.#all, gap]);
    return gap;
  }

  /** The stretch was read from its end down to `before`; all of it, without one. */
  narrow({ after, before }: Stretch, left: number | undefined): void {
    const rest = left !== undefined && left > after ? [this.#gap({ after, before: left })] : [];
    this.#set(this.#all.flatMap((gap) => (gap.after === after && gap.before === before ? rest : gap)));
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
