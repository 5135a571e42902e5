import { type Head, type Item, LIMITS } from '../contract/index.js';

/**
 * How old a hole is when it is read for, in milliseconds. A writer that took a place fills it within a Lambda's life and a
 * retry's 5 s, or never: what the last of these reads does not bring is settled.
 */
const AGES = [500, 5_000, 15_000, 30_000] as const;

/** A hole of a page this far below its newest item is settled: the page was read longer after than any writer takes. */
const OLD_MS = 90_000;

/** A stretch of `seq` that nobody brought. */
interface Hole {
  readonly from: number;
  readonly to: number;
  /** The timestamp of a place below it: what is missing stands after it. */
  readonly below: number;
  readonly noticed: number;
  /** When it is to be read for next. */
  readonly due: number;
}

/** Where to read for what is missing. */
export interface Search {
  readonly after: number;
  readonly limit: number;
}

/**
 * What the room's count says is missing. A hole is no proof of loss: a writer that died leaves one, too. So each is read
 * for a few times and then settled. Its clock only goes on, in milliseconds.
 */
export class Holes {
  readonly #now: () => number;
  #holes: readonly Hole[] = [];
  /** The newest place known, whether its item is here or not. */
  #top: Head = { seq: 0, timestamp: 0 };

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** The timestamp below the lowest hole; `undefined` while there is none. */
  get lowest(): number | undefined {
    return this.#holes[0]?.below;
  }

  /** How long until the next hole is to be read for; `undefined` while there is none. */
  get delay(): number | undefined {
    if (this.#holes.length === 0) return undefined;
    return Math.max(0, Math.min(...this.#holes.map(({ due }) => due)) - this.#now());
  }

  /**
   * Starts anew with this page: what is between `after` and its first item is no hole, but not read. Where the log begins with
   * the page nothing is unread, and what the count lacks below its first item may be on its way.
   */
  start(items: readonly Item[], after: number, isWhole: boolean): void {
    this.#holes = this.#holes.filter((old) => old.below < after);
    const old = items.findIndex(({ seq }) => seq !== undefined);
    const first = items[old];
    const under = items.at(old - 1)?.timestamp ?? 0;
    if (!first?.seq) this.#top = { ...this.#top, timestamp: Math.max(this.#top.timestamp, under) };
    // No more than a page of writers are on their way; the rest was taken out of the log.
    else if (isWhole && first.seq <= LIMITS.page) this.#top = { seq: 0, timestamp: old > 0 ? under : 0 };
    else this.#top = { seq: first.seq - 1, timestamp: below(first.timestamp) };
    this.note(items);
  }

  /** These items are here. */
  note(items: readonly Item[]): void {
    const newest = items.reduce((most, { timestamp }) => Math.max(most, timestamp), 0);
    for (const { seq, timestamp } of items) {
      if (seq === undefined) continue;
      if (seq <= this.#top.seq) {
        this.#fill(seq, timestamp);
        continue;
      }
      if (timestamp > newest - OLD_MS) this.#open(seq - 1, AGES[0]);
      this.#top = { seq, timestamp };
    }
  }

  /** These are neighbours below all that was known: they tell of holes that only a page can show. */
  within(page: readonly Partial<Head>[]): void {
    const counted = page.filter(({ seq }) => seq !== undefined) as readonly Head[];
    const found = counted.flatMap(({ seq: to, timestamp }, index) => {
      const under = counted[index - 1];
      if (!under || to === under.seq + 1 || timestamp < this.#top.timestamp - OLD_MS) return [];
      return hole(under, to - 1, this.#now(), AGES[0]);
    });
    this.#holes = [...found, ...this.#holes].sort((a, b) => a.from - b.from);
  }

  /** The server's newest place. What is missing up to it is read for at once. */
  seek(head: Head): void {
    if (head.seq <= this.#top.seq) return;
    this.#open(head.seq, 0);
    this.#top = head;
  }

  /** What to read now; `undefined` while nothing is due. Holes that are due together are read together. */
  search(): Search | undefined {
    const now = this.#now();
    const due = this.#holes.filter((hole) => hole.due <= now);
    const [first] = due;
    const last = due.at(-1);
    return first && last && { after: first.below, limit: last.to - first.from + 2 };
  }

  /** A read that began at this time of the clock. */
  get time(): number {
    return this.#now();
  }

  /** The log was read after `after` at the time `began`, up to the place `until`; to its end without one. */
  searched(after: number, until: number | undefined, began: number): void {
    this.#holes = this.#holes.flatMap((old) => {
      if (old.due > began || old.below < after || old.to >= (until ?? Number.POSITIVE_INFINITY)) return old;
      const age = began - old.noticed;
      const next = AGES.find((other) => other > age);
      return next === undefined ? [] : { ...old, due: old.noticed + late(next) };
    });
  }

  #open(to: number, age: number): void {
    if (to > this.#top.seq) this.#holes = [...this.#holes, hole(this.#top, to, this.#now(), age)];
  }

  #fill(seq: number, timestamp: number): void {
    this.#holes = this.#holes.flatMap((old) => {
      if (seq < old.from || seq > old.to) return old;
      const rest = [
        { ...old, to: seq - 1 },
        { ...old, from: seq + 1, below: timestamp },
      ];
      return rest.filter(({ from, to }) => from <= to);
    });
  }
}

function hole({ seq, timestamp }: Head, to: number, now: number, age: number): Hole {
  return { from: seq + 1, to, below: timestamp, noticed: now, due: now + late(age) };
}

/** Spread, or all members of a room would ask at once; what one alone noticed need not wait. */
function late(age: number): number {
  return age === 0 ? 0 : age + Math.random() * Math.max(1_000, age / 3);
}

/** Whole milliseconds: thousandths are DynamoDB's to add and take. */
function below(timestamp: number): number {
  return Math.ceil(timestamp) - 1;
}
