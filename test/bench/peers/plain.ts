import type { Message } from '../../../src/client/index.js';
import { painted } from '../page/frames.js';
import type { Peer } from '../page/peer.js';
import { timeOf } from './time.js';

function element(name: string, className: string, ...content: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
}

function row({ name, timestamp, text }: Message): HTMLElement {
  const head = element('div', 'head', element('span', 'name', name), element('time', '', timeOf(timestamp)));
  const body = element('div', 'body', head, element('p', 'text', text));
  const made = element('div', 'row', element('span', 'initial', name.slice(0, 1)), body);
  made.style.cssText = 'content-visibility:auto;contain-intrinsic-size:auto 90px';
  return made;
}

/** A list of `<div>`s that does nothing else: the limit. */
class Plain implements Peer {
  readonly scroller = element('div', 'list');
  #atEnd: Promise<void> | undefined;

  async mount(box: HTMLElement, messages: readonly Message[]): Promise<void> {
    this.scroller.append(...messages.map(row));
    box.append(this.scroller);
    await this.#toEnd();
  }

  append(message: Message): Promise<void> {
    this.scroller.append(row(message));
    return this.#toEnd();
  }

  async prepend(messages: readonly Message[]): Promise<void> {
    this.scroller.prepend(...messages.map(row));
  }

  /** Once for all that comes in one task. */
  #toEnd(): Promise<void> {
    this.#atEnd ??= Promise.resolve().then(() => {
      this.#atEnd = undefined;
      void this.#follow();
    });
    return this.#atEnd;
  }

  /** Rows get their heights when they come in sight, and then the end is further down. */
  async #follow(): Promise<void> {
    const { scroller } = this;
    do {
      scroller.scrollTop = scroller.scrollHeight;
      await painted();
    } while (scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 1);
  }
}

window.peer = new Plain();
