/** What could not be loaded is asked for again, but not with each piece of news. */
const AGAIN_MS = 10_000;

/** A part of the box that most pages do without: loaded when it is first needed. While it is not there, everybody reads and writes all the same. */
export class Optional<Loaded> {
  loaded: Loaded | undefined;
  readonly #load: () => Promise<Loaded>;
  readonly #done: () => void;
  /** Not asked for before, by the clock that only goes on. */
  #until = 0;
  #asked: Promise<void> = Promise.resolve();

  constructor(load: () => Promise<Loaded>, done: () => void) {
    this.#load = load;
    this.#done = done;
  }

  /** Has it loaded, and gives it if it is there. */
  need(): Loaded | undefined {
    void this.asked();
    return this.loaded;
  }

  /** Has it loaded; resolves when it is there, or could not be had. */
  asked(): Promise<void> {
    if (!this.loaded && performance.now() >= this.#until) this.#asked = this.#ask();
    return this.#asked;
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
