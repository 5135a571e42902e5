import { type Item, LIMITS } from '../contract/index.js';
import type { History } from './history.js';
import type { Gap } from './room-source.js';
import type { Sequence } from './sequence.js';
import type { Standing } from './standing.js';
import { surplus } from './surplus.js';
import type { Stretch, Unread } from './unread.js';

type End = 'start' | 'end';

/** Takes items that are neighbours; those of a page end, or begin, next to the item of the timestamp `edge`. */
type Loaded = (items: readonly Item[], edge?: number) => void;

const LOAD = 'load messages';

/** Half of what is loaded around a message. */
const HALF = LIMITS.page / 2;

/** The highest that a query takes. */
const MOST_TIME = 10 ** 13 - 2;

const readNothing = async () => () => {};

/** What was written before what is shown, or in the gaps of that: each page is loaded when somebody asks for it. */
export class Past {
  readonly #history: History;
  readonly #unread: Unread;
  readonly #standing: Standing;
  readonly #signal: AbortSignal;
  readonly #kept: number;
  readonly #loaded: Loaded;
  /** By what they stand for: a gap stays the same object until it is filled further. */
  readonly #known = new WeakMap<Stretch, Gap>();
  #stretches: readonly Stretch[] = [];
  #gaps: readonly Gap[] = Object.freeze([]);

  /** Of more than `kept` messages what is far from the end, and from who reads, is let go. */
  constructor(history: History, standing: Standing, signal: AbortSignal, kept: number, loaded: Loaded) {
    this.#history = history;
    this.#unread = history.unread;
    this.#standing = standing;
    this.#signal = signal;
    this.#kept = kept;
    this.#loaded = loaded;
  }

  get hasOlder(): boolean {
    return this.#unread.hasOlder;
  }

  /** A frozen snapshot, oldest first; the same array while nothing changed. */
  get gaps(): readonly Gap[] {
    const { all } = this.#unread;
    if (all !== this.#stretches) {
      this.#stretches = all;
      this.#gaps = Object.freeze(all.filter(({ after }) => after > 0).map((stretch) => this.#gap(stretch)));
    }
    return this.#gaps;
  }

  /** Whether it stands where nothing is left out: what does not, its page will bring, in its place. */
  isRead({ timestamp }: { readonly timestamp: number }): boolean {
    return !this.#unread.isBetween(timestamp, timestamp);
  }

  /** Lets go of what is too much. Whether it was. */
  thin(stored: Sequence, reading: number | undefined): boolean {
    const far = surplus(stored, this.#kept, reading);
    for (const stretch of far) this.#unread.drop(stretch);
    return far.length > 0;
  }

  loadOlder(): Promise<void> {
    const [oldest] = this.#unread.all;
    return this.hasOlder && oldest ? this.#gap(oldest).fill() : this.#load(readNothing);
  }

  /** Half a page on either side of this timestamp; nothing where that is read already. */
  loadAround(timestamp: number, stored: Sequence): Promise<void> {
    const index = stored.indexOf(timestamp);
    const low = index < HALF ? 0 : (stored.at(index - HALF)?.timestamp ?? 0);
    const high = stored.at(index + HALF)?.timestamp ?? Number.POSITIVE_INFINITY;
    if (!this.#unread.isBetween(low, high)) return this.#load(readNothing);
    // Whole milliseconds: thousandths are DynamoDB's to add and take. So both pages have what stands within this one.
    const after = Math.floor(Math.min(Math.max(0, timestamp), MOST_TIME));
    const before = after + 1;
    return this.#load(async () => {
      const [below, above] = await Promise.all([
        this.#history.page({ before, limit: HALF }, this.#signal),
        this.#history.page({ after, limit: HALF }, this.#signal),
      ]);
      const rest = above.items.filter((item) => item.timestamp >= before);
      return () => this.#take([...below.items, ...rest], below.next ?? 0, above.next);
    });
  }

  #gap(stretch: Stretch): Gap {
    const known = this.#known.get(stretch);
    if (known) return known;
    const filling: { [From in End]?: Promise<void> } = {};
    const fill = (from: End = 'end'): Promise<void> => {
      filling[from] ??= this.#fill(stretch, from).finally(() => delete filling[from]);
      return filling[from];
    };
    const gap = Object.freeze({ ...stretch, fill });
    this.#known.set(stretch, gap);
    return gap;
  }

  #fill({ after, before }: Stretch, from: End): Promise<void> {
    return this.#load(async () => {
      const isUp = from === 'start';
      const { items, next } = await this.#history.page(isUp ? { after } : { before }, this.#signal);
      return () => {
        // What it would stand beside may have been let go of.
        if (!this.#unread.all.some((other) => (isUp ? other.after === after : other.before === before)))
          return;
        if (isUp) this.#take(items, after, next, after);
        else this.#take(items, next ?? 0, before, before);
      };
    });
  }

  /** Reads, and takes what was read unless it may be out of date by then. */
  async #load(read: () => Promise<() => void>): Promise<void> {
    const { era } = this.#unread;
    const take = await this.#standing.whileOpen(LOAD, read);
    if (era === this.#unread.era) take();
  }

  /** All that stands between the two places. Beyond what is left out it is here already, or still to come as news. */
  #take(items: readonly Item[], low: number, high = Number.POSITIVE_INFINITY, edge?: number): void {
    const end = this.#unread.edge;
    this.#unread.read(low, high);
    this.#loaded(
      items.filter(({ timestamp }) => timestamp < end),
      edge,
    );
  }
}
