import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Host = ReactiveControllerHost & HTMLElement & { readonly mode: string };

/** No keyboard is this low, in pixels, and no scroll bar this high. */
const LEAST = 60;

/** How much of the box's place lies outside what can be seen, as under an on-screen keyboard: the styles' `--_above` and `--_below`. */
export class Viewport implements ReactiveController {
  readonly #host: Host;
  readonly #style: CSSStyleDeclaration;

  constructor(host: Host) {
    this.#host = host;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(':host{}');
    this.#style = (sheet.cssRules[0] as CSSStyleRule).style;
    host.shadowRoot?.adoptedStyleSheets.push(sheet);
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
    this.#set('--_above', isCovered ? offsetTop - top : 0);
    this.#set('--_below', isCovered ? bottom - offsetTop - height : 0);
  };

  #set(name: string, length: number): void {
    this.#style.setProperty(name, `${Math.max(0, Math.round(length))}px`);
  }
}
