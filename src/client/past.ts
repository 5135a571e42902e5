import type { Item } from '../contract/index.js';
import type { History } from './history.js';
import { later } from './later.js';
import type { Piece, Read } from './pages.js';
import type { Gap } from './room-source.js';
import type { Sequence } from './sequence.js';
import type { Standing } from './standing.js';
import { surplus } from './surplus.js';
import type { Stretch, Unread } from './unread.js';

type End = 'start' | 'end';

type Pages = typeof import('./pages.js');

/** Takes items that are neighbours; those of a page end, or begin, next to the item of the timestamp `edge`. */
type Loaded = (items: readonly Item[], edge?: number) => void;

const LOAD = 'load messages';

const loadPages = later(LOAD, () => import('./pages.js'));

/** What was written before what is shown, or in the gaps of that: each page is loaded when somebody asks for it, and the code for that with the first. */
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
    return this.hasOlder && oldest ? this.#gap(oldest).fill() : this.#load();
  }

  loadAround(timestamp: number, stored: Sequence): Promise<void> {
    return this.#load(({ around }) => around(this.#history, timestamp, stored, this.#signal));
  }

  #gap(stretch: Stretch): Gap {
    const known = this.#known.get(stretch);
    if (known) return known;
    const filling: { [From in End]?: Promise<void> } = {};
    const fill = (from: End = 'end'): Promise<void> => {
      filling[from] ??= this.#load((pages) => pages.fill(this.#history, stretch, from, this.#signal)).finally(
        () => delete filling[from],
      );
      return filling[from];
    };
    const gap = Object.freeze({ ...stretch, fill });
    this.#known.set(stretch, gap);
    return gap;
  }

  /** Reads, and takes what was read unless it may be out of date by then. */
  async #load(read?: (pages: Pages) => Promise<Read>): Promise<void> {
    const { era } = this.#unread;
    const found = await this.#standing.whileOpen(LOAD, async () => read?.(await loadPages()));
    const piece = era === this.#unread.era && found?.();
    if (piece) this.#take(piece);
  }

  /** Beyond what is left out it is here already, or still to come as news. */
  #take({ items, low, high = Number.POSITIVE_INFINITY, edge }: Piece): void {
    const end = this.#unread.edge;
    this.#unread.read(low, high);
    this.#loaded(
      items.filter(({ timestamp }) => timestamp < end),
      edge,
    );
  }
}
