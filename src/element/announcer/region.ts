/** What is read stands this long: nobody is to meet it later, on the way through the page. */
const READ_MS = 5_000;

/** A region that came into the page with its text might not be read. */
const KNOWN_MS = 1_000;

/**
 * Where a screen reader hears from: a child of the element, since regions within shadow roots are not heard everywhere. A page that clears the
 * element's children takes it away; it is made again when there is something to say. A copy of the element brings a copy of it.
 */
export class Region {
  readonly #host: Element;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Element) {
    this.#host = host;
  }

  /** Has it in the page before it says something; whether it was there already. */
  prepare(): boolean {
    const isThere = this.#found !== null;
    this.#place();
    return isThere;
  }

  say(text: string, lang: string): void {
    clearTimeout(this.#timer);
    const write = (): void => {
      const region = this.#place();
      region.lang = lang;
      region.textContent = text;
      this.#timer = setTimeout(() => this.clear(), READ_MS);
    };
    if (this.prepare()) write();
    else this.#timer = setTimeout(write, KNOWN_MS);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#found?.replaceChildren();
  }

  remove(): void {
    this.clear();
    this.#found?.remove();
  }

  get #found(): HTMLElement | null {
    return this.#host.querySelector<HTMLElement>(':scope > [slot="announcer"]');
  }

  #place(): HTMLElement {
    const found = this.#found;
    if (found) return found;
    const region = document.createElement('div');
    region.slot = 'announcer';
    region.setAttribute('role', 'status');
    this.#host.append(region);
    return region;
  }
}
