import { css } from 'lit';
import { en } from '../languages/en.js';
import { ko } from '../languages/ko.js';
import { CHAT } from './glyph.js';
import { launcherStyles } from './styles.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Of the box's own styles what a button in the corner has of them. */
const stubStyles = css`
  :host {
    --_fill: var(--chat-fill, var(--chat-text, #1b1d21));
    --_on-fill: var(--chat-on-fill, #fff);
    --_danger: var(--chat-danger, #b3261e);
    --_surface: var(--chat-surface, #fff);
    --_small-size: var(--chat-small-size, 12px);
  }

  :host([theme='light']) {
    color-scheme: light;
  }

  :host([theme='dark']) {
    color-scheme: dark;
  }

  @supports (color: light-dark(#000, #fff)) and (color: oklch(from #000 l c h)) {
    :host {
      --_accent: var(--chat-accent, light-dark(#2f62d9, #86a9ff));
      --_fill: var(--chat-fill, var(--_accent));
      --_on-fill: var(
        --chat-on-fill,
        color(
          from var(--_accent) xyz-d65 clamp(0, (0.179 - y) * 9999, 0.9505) clamp(0, (0.179 - y) * 9999, 1)
            clamp(0, (0.179 - y) * 9999, 1.089)
        )
      );
      --_danger: var(--chat-danger, light-dark(#b3261e, #ff9d93));
      --_surface: var(--chat-surface, light-dark(#fff, #17181b));
    }
  }

  .launcher {
    all: initial;
    box-sizing: border-box;
    color-scheme: inherit;
    font-family: var(--chat-font, system-ui, sans-serif);
    -webkit-tap-highlight-color: transparent;
  }

  .launcher:focus-visible {
    outline: 2px solid var(--_fill);
    outline-offset: 2px;
  }

  .icon {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  [aria-busy='true'] .icon {
    opacity: 0.5;
  }
`;

/** The launcher's button as it will look in the box, without anything of the box. */
export class StubButton {
  /** Stands where the box's own will. */
  readonly element = document.createElement('chat-launcher');
  readonly #button = document.createElement('button');
  readonly #count = document.createElement('span');
  readonly #words;
  #unread = 0;

  /** `near` is called when somebody may be about to click, `click` when they do. */
  constructor(box: HTMLElement, near: () => void, click: () => void) {
    const { element } = this;
    // While the head is read, the box is nowhere.
    const around = box.closest('[lang]') ?? document.documentElement;
    const lang = around.getAttribute('lang') || navigator.language;
    const isKorean = /^ko\b/i.test(lang);
    this.#words = {
      open: isKorean ? ko.openChat : en.openChat,
      news: isKorean ? ko.newMessages : en.newMessages,
      loading: isKorean ? ko.states.connecting : en.states.connecting,
      failed: isKorean ? ko.failed : en.failed,
    };
    element.setAttribute('mode', 'launcher');
    element.setAttribute('theme', box.getAttribute('theme') ?? '');
    const root = element.attachShadow({ mode: 'open' });
    for (const { cssText } of [stubStyles, launcherStyles]) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(cssText);
      root.adoptedStyleSheets.push(sheet);
    }
    const icon = document.createElementNS(SVG, 'svg');
    icon.setAttribute('class', 'icon');
    icon.setAttribute('viewBox', '0 0 24 24');
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', CHAT);
    icon.append(path);
    this.#button.className = 'launcher';
    this.#count.className = 'count';
    this.#button.append(icon, this.#count);
    this.#button.addEventListener('pointerenter', near);
    this.#button.addEventListener('focus', near);
    this.#button.addEventListener('click', click);
    this.show('open');
    root.append(this.#button);
  }

  show(state: 'open' | 'loading' | 'failed'): void {
    const { open, news } = this.#words;
    const hasFailed = state === 'failed';
    const unread = this.#unread;
    const parts = [
      open,
      ...(unread ? [news(unread)] : []),
      ...(state === 'open' ? [] : [this.#words[state]]),
    ];
    this.#button.ariaLabel = parts.join(', ');
    this.#button.ariaBusy = String(state === 'loading');
    this.#count.textContent = hasFailed ? '!' : unread > 99 ? '99+' : String(unread);
    this.#count.hidden = !hasFailed && !unread;
  }

  /** So many messages came that were not seen. */
  count(unread: number): void {
    this.#unread = unread;
    this.show('open');
  }

  get hasFocus(): boolean {
    return document.activeElement === this.element;
  }

  /** Resolves when nobody is about to end a click. */
  async released(): Promise<void> {
    if (!this.#button.matches(':active')) return;
    await new Promise((resolve) => {
      for (const type of ['pointerup', 'pointercancel']) addEventListener(type, () => setTimeout(resolve));
    });
  }
}
