/** What happened in a run, in order. */
export class Trace {
  readonly #elapsed: () => number;
  readonly #lines: string[] = [];

  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  add(who: string, what: string): void {
    this.#lines.push(`${(this.#elapsed() / 1000).toFixed(3).padStart(8)} ${who.padEnd(12)} ${what}`);
  }
}
