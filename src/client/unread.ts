/** A stretch of the log: it begins after the item of the one timestamp and ends before the other's. Without an item below it `after` is 0. */
export interface Stretch {
  readonly after: number;
  readonly before: number;
}

/** What is not here of a room's log: it was never read, left out by a catch-up, or let go of. Above the last of it all is. */
export class Unread {
  /** Oldest first, and apart; the same array, and the same objects in it, while nothing changed. */
  #all: readonly Stretch[] = [];
  /** Another one when what stands below the newest page was read again: what was being read then may be out of date. */
  #era = 0;

  get all(): readonly Stretch[] {
    return this.#all;
  }

  get era(): number {
    return this.#era;
  }

  /** Where what was read in one piece up to the end begins. */
  get edge(): number {
    return this.#all.at(-1)?.before ?? 0;
  }

  get hasOlder(): boolean {
    return this.#all[0]?.after === 0;
  }

  /** Whether anything between the two places is not here. */
  isBetween(low: number, high: number): boolean {
    return this.#all.some(({ after, before }) => after < high && low < before);
  }

  /** Starts anew: nothing below `older` was read, nor what the stretch leaves out. */
  start(older = 0, { after, before }: Stretch = { after: 0, before: 0 }): void {
    this.#era++;
    this.#all = [
      { after: 0, before: older },
      { after, before },
    ].filter(isAny);
  }

  /** All from the one place to the other was read. */
  read(low: number, high: number): void {
    this.#all = this.#all.flatMap((stretch) => {
      const { after, before } = stretch;
      if (before <= low || high <= after) return stretch;
      return [
        { after, before: Math.min(low, before) },
        { after: Math.max(high, after), before },
      ].filter(isAny);
    });
  }

  /** What lies between the two places is let go of. */
  drop(stretch: Stretch): void {
    let whole = stretch;
    const others = this.#all.filter(({ after, before }) => {
      const isApart = before <= whole.after || whole.before <= after;
      if (!isApart) whole = { after: Math.min(after, whole.after), before: Math.max(before, whole.before) };
      return isApart;
    });
    this.#all = [...others, whole].sort((a, b) => a.after - b.after);
  }
}

function isAny({ after, before }: Stretch): boolean {
  return after < before;
}
