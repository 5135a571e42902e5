/** The origins whose pages may use this backend, each exactly as a browser says it; all, without a list. */
export class Origins {
  readonly #list: ReadonlySet<string> | undefined;

  constructor(list?: readonly string[]) {
    this.#list = list && new Set(list);
  }

  /** Whether a page of this origin may ask. A request that names none is no page's, and proves itself otherwise or not at all. */
  admits(origin: string | undefined): boolean {
    return this.#list === undefined || origin === undefined || this.#list.has(origin);
  }

  /** Whether it may open a socket: a browser always names its origin there. */
  admitsSocket(origin: string | undefined): boolean {
    return this.#list === undefined || (origin !== undefined && this.#list.has(origin));
  }

  /** Who may read an answer to a request from this origin, as CORS says it. */
  readers(origin: string | undefined): string | undefined {
    if (this.#list === undefined) return '*';
    return origin !== undefined && this.#list.has(origin) ? origin : undefined;
  }
}
