import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & HTMLElement & { readonly mode: string };

/** No keyboard is this low, in pixels, and no scroll bar this high. */
const LEAST = 60;

/** How much of the box's place lies outside what can be seen, as under an on-screen keyboard: the styles' `--_above` and `--_below`. */
export class Viewport implements ReactiveController {
  readonly #host: Host;
  readonly #sheet = new CSSStyleSheet();

  constructor(host: Host) {
    this.#host = host;
    host.shadowRoot?.adoptedStyleSheets.push(this.#sheet);
    host.addController(this);
  }

  hostConnected(): void {
    for (const type of ['resize', 'scroll']) visualViewport?.addEventListener(type, this.#look);
    this.#look();
  }

  hostDisconnected(): void {
    for (const type of ['resize', 'scroll']) visualViewport?.removeEventListener(type, this.#look);
  }

  readonly #look = (): void => {
    const { offsetTop = 0, height = innerHeight, scale = 1 } = visualViewport ?? {};
    const isPage = this.#host.mode === 'page';
    const { top, bottom } = isPage ? this.#host.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    // Whoever magnifies the page looks at a part of the box.
    const isCovered = innerHeight - height > LEAST && scale < 1.01;
    const above = isCovered ? offsetTop - top : 0;
    const below = isCovered ? bottom - offsetTop - height : 0;
    // The whole sheet: of changes to a rule for the host Safari takes only the first.
    this.#sheet.replaceSync(`:host{--_above:${lengthOf(above)};--_below:${lengthOf(below)}}`);
  };
}

const lengthOf = (pixels: number): string => `${Math.max(0, Math.round(pixels))}px`;
