/** Where rows are looked for, as parts of the list's height. */
const HEIGHTS = [0.2, 0.5, 0.8] as const;

/** Between two texts is at most this much: a name, a day. */
const STEP = 8;
const BETWEEN = 64;

/** What can be seen of a list: found by hit tests, through shadow roots. */
export class Screen {
  constructor(readonly list: Element) {}

  /** Whether a row with just this text is in sight. */
  shows(text: string): boolean {
    const { top, bottom } = this.list.getBoundingClientRect();
    for (let y = bottom - 2; y > top; y -= STEP) if (this.#textAt(y)?.textContent === text) return true;
    return false;
  }

  /** Whether there are messages from the top to the bottom of it. */
  isFull(): boolean {
    const { top, height } = this.list.getBoundingClientRect();
    return HEIGHTS.every((part) => this.#near(top + part * height, (y) => this.#textAt(y)));
  }

  /** The text that its reader looks at. */
  eye(): Element | undefined {
    const { top, height } = this.list.getBoundingClientRect();
    return this.#near(top + height / 2, (y) => this.#textAt(y));
  }

  #near(y: number, look: (y: number) => Element | undefined): Element | undefined {
    for (let off = 0; off <= BETWEEN; off += STEP) {
      const found = look(y - off) ?? look(y + off);
      if (found) return found;
    }
    return undefined;
  }

  #textAt(y: number): Element | undefined {
    const { left, width } = this.list.getBoundingClientRect();
    for (const part of [0.2, 0.5]) {
      const found = hit(left + part * width, y)?.closest('.text');
      if (found) return found;
    }
    return undefined;
  }
}

function hit(x: number, y: number): Element | null {
  let root: DocumentOrShadowRoot = document;
  for (;;) {
    const found: Element | null = root.elementFromPoint(x, y);
    if (!found?.shadowRoot || found.shadowRoot === root) return found;
    root = found.shadowRoot;
  }
}

/** All elements of the page, through open shadow roots. */
export function elements(root: ParentNode = document): Element[] {
  return [...root.querySelectorAll('*')].flatMap((element) =>
    element.shadowRoot ? [element, ...elements(element.shadowRoot)] : element,
  );
}
