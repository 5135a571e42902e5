/** What could not be loaded is asked for again, but not with each piece of news. */
const AGAIN_MS = 10_000;

/** A part of the box that most pages do without: loaded when it is first needed. While it is not there, everybody reads and writes all the same. */
export class Optional<Loaded> {
  loaded: Loaded | undefined;
  readonly #load: () => Promise<Loaded>;
  readonly #done: () => void;
  /** Not asked for before, by the clock that only goes on. */
  #until = 0;

  constructor(load: () => Promise<Loaded>, done: () => void) {
    this.#load = load;
    this.#done = done;
  }

  /** Has it loaded, and gives it if it is there. */
  need(): Loaded | undefined {
    if (!this.loaded && performance.now() >= this.#until) void this.#ask();
    return this.loaded;
  }

  async #ask(): Promise<void> {
    this.#until = Number.POSITIVE_INFINITY;
    try {
      this.loaded = await this.#load();
      this.#done();
    } catch {
      this.#until = performance.now() + AGAIN_MS;
    }
  }
}
