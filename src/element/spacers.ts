/** The padding of the rows themselves, in pixels. */
const TOP = 4;
const BOTTOM = 12;

/**
 * The space of the messages that are not laid out, above and below those that are, in pixels. It stands in a style sheet of its own: a page
 * may forbid style attributes.
 */
export class Spacers {
  above = 0;
  below = 0;
  readonly #style: CSSStyleDeclaration;

  constructor(root: ShadowRoot) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.rows{padding-block:${TOP}px ${BOTTOM}px}`);
    this.#style = (sheet.cssRules[0] as CSSStyleRule).style;
    root.adoptedStyleSheets.push(sheet);
  }

  set(above: number, below: number): void {
    if (above === this.above && below === this.below) return;
    this.above = above;
    this.below = below;
    this.#style.paddingBlock = `${TOP + above}px ${BOTTOM + below}px`;
  }

  /** Sets them, and moves the list by so much from where it was: one that becomes lower takes its position with it. */
  move(list: HTMLElement, by: number, above: number, below: number): void {
    const top = list.scrollTop + by;
    this.set(above, below);
    if (by !== 0) list.scrollTop = top;
  }
}
