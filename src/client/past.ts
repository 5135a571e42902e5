import type { Item } from '../contract/index.js';
import { Gaps, type Stretch } from './gaps.js';
import type { History } from './history.js';
import type { Gap } from './room-source.js';
import type { Standing } from './standing.js';

/** Takes a page that ends right below the item of this timestamp; right below the oldest one, without it. */
type Loaded = (items: readonly Item[], above?: number) => void;

const LOAD = 'load messages';

/** What was written before what is shown, or in the gaps of that: each page is loaded when somebody asks for it. */
export class Past {
  readonly #history: History;
  readonly #standing: Standing;
  readonly #signal: AbortSignal;
  readonly #loaded: Loaded;
  readonly #gaps = new Gaps((gap) => this.#fill(gap));
  #loading: Promise<void> | undefined;

  constructor(history: History, standing: Standing, signal: AbortSignal, loaded: Loaded) {
    this.#history = history;
    this.#standing = standing;
    this.#signal = signal;
    this.#loaded = loaded;
  }

  get hasOlder(): boolean {
    return this.#history.hasOlder;
  }

  get gaps(): readonly Gap[] {
    return this.#gaps.all;
  }

  open(stretch: Stretch): Gap | undefined {
    return this.#gaps.open(stretch);
  }

  /** Nothing is read any more, and so nothing left out. */
  forget(): void {
    this.#gaps.open({ after: 0, before: 0 });
  }

  /** Whether it stands where nothing of this was left out: what does not, its page will bring, in its place. */
  isRead({ timestamp }: Item): boolean {
    return (
      timestamp >= this.#history.begin &&
      !this.gaps.some(({ after, before }) => timestamp > after && timestamp < before)
    );
  }

  loadOlder(): Promise<void> {
    this.#loading ??= this.#loadOlder().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #loadOlder(): Promise<void> {
    const read = () => this.#history.older(this.#signal);
    this.#loaded(await this.#standing.whileOpen(LOAD, read));
  }

  async #fill(gap: Stretch): Promise<void> {
    const read = () => this.#history.below(gap, this.#signal);
    const { items, next } = await this.#standing.whileOpen(LOAD, read);
    if (this.#gaps.narrow(gap, next)) this.#loaded(items, gap.before);
  }
}
