import type { Message, RoomEvents, RoomSource, RoomStatus, Timeline } from '../../../src/client/index.js';
import { Log } from './log.js';

type Listener<Name extends keyof RoomEvents> = (detail: RoomEvents[Name]) => void;

/** A connected room whose messages the page brings. */
export class PageRoom implements RoomSource {
  readonly id = 'bench';
  readonly user = { id: 'me', name: 'Me' };
  readonly status: RoomStatus = { current: 'connected', previous: 'connecting' };
  readonly gaps = [];
  readonly loaded = true;
  readonly hasOlder = false;
  readonly log: Log;
  readonly #change = new Set<Listener<'change'>>();
  readonly #message = new Set<Listener<'message'>>();

  constructor(messages: readonly Message[]) {
    this.log = new Log(messages);
  }

  get messages(): readonly Message[] {
    return this.log.copy;
  }

  get timeline(): Timeline {
    return this.log.snapshot;
  }

  receive(message: Message): void {
    this.log.append(message);
    for (const listener of this.#change) listener(undefined);
    for (const listener of this.#message) listener(message);
  }

  receiveOlder(messages: readonly Message[]): void {
    this.log.prepend(messages);
    for (const listener of this.#change) listener(undefined);
  }

  on<Name extends keyof RoomEvents>(event: Name, listener: Listener<Name>): () => void {
    const listeners = (
      { change: this.#change, message: this.#message } as Partial<Record<string, Set<unknown>>>
    )[event];
    listeners?.add(listener);
    return () => listeners?.delete(listener);
  }

  send(): Promise<Message> {
    return Promise.reject(new Error('unable to send; nobody writes here'));
  }

  retry(): Promise<Message> {
    return this.send();
  }

  async loadOlder(): Promise<void> {}
  discard(): void {}
  reconnect(): void {}
  close(): void {}
}
