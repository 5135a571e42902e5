import { LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Message } from '../../../src/client/index.js';
import type { Peer } from '../page/peer.js';

/** A Lit element that shows messages, in the page's own styles. */
export abstract class LitList extends LitElement {
  @property({ attribute: false }) messages: readonly Message[] = [];

  abstract readonly scroller: HTMLElement;

  abstract toEnd(): Promise<void>;

  protected override createRenderRoot() {
    return this;
  }
}

/** Fills such an element, as a page would. */
export class LitPeer implements Peer {
  readonly #list: LitList;

  constructor(list: LitList) {
    this.#list = list;
  }

  get scroller(): HTMLElement {
    return this.#list.scroller;
  }

  mount(box: HTMLElement, messages: readonly Message[]): Promise<unknown> {
    box.append(this.#list);
    return this.#show(messages);
  }

  append(message: Message): Promise<unknown> {
    return this.#show([...this.#list.messages, message]);
  }

  prepend(messages: readonly Message[]): Promise<unknown> {
    this.#list.messages = [...messages, ...this.#list.messages];
    return this.#list.updateComplete;
  }

  async #show(messages: readonly Message[]): Promise<void> {
    this.#list.messages = messages;
    await this.#list.updateComplete;
    // Once for all that comes in one task.
    if (messages === this.#list.messages) await this.#list.toEnd();
  }
}
