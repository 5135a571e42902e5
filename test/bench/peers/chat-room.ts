import type { Message } from '../../../src/client/index.js';
import type {} from '../../../src/element/define.js';
import type { Peer } from '../page/peer.js';
import { PageRoom } from './room.js';

/** Our element; its script is the one that is built, and this only fills it. */
class ChatRoom implements Peer {
  readonly #element = document.querySelector('chat-room') ?? document.createElement('chat-room');
  #room = new PageRoom([]);

  get scroller(): HTMLElement {
    return this.#element.shadowRoot?.querySelector('[role="log"]') as HTMLElement;
  }

  get reads(): number {
    return this.#room.log.reads;
  }

  mount(box: HTMLElement, messages: readonly Message[]): Promise<unknown> {
    this.#room = new PageRoom(messages);
    this.#element.source = this.#room;
    box.append(this.#element);
    return this.#element.updateComplete;
  }

  append(message: Message): Promise<unknown> {
    this.#room.receive(message);
    return this.#element.updateComplete;
  }

  prepend(messages: readonly Message[]): Promise<unknown> {
    this.#room.receiveOlder(messages);
    return this.#element.updateComplete;
  }
}

window.peer = new ChatRoom();
