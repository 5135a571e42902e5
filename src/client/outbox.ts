import type { Item, PutRequest } from '../contract/index.js';
import { backoff, Wait } from './backoff.js';
import { ChatError } from './error.js';
import { type Message, type MessageStatus, messageFromItem } from './message.js';

interface Settlement {
  resolve(message: Message): void;
  reject(error: ChatError): void;
}

interface Entry {
  readonly request: PutRequest & { readonly id: string };
  message: Message;
  settlement: Settlement;
}

export interface OutboxListener {
  /** `pending` is not what it was; `stored` holds what left it for the log. */
  changed(stored: readonly Item[]): void;
}

/**
 * One's own messages of a room that are not in its log yet: sent one at a time, so that their order holds, each under one
 * id for all its tries, so that it is stored once. Outlives its room until it is empty.
 */
export class Outbox {
  /** The room that shows it, while there is one. */
  listener: OutboxListener | undefined;
  readonly #put: (request: PutRequest) => Promise<Item>;
  readonly #emptied: () => void;
  readonly #wait = new Wait();
  #entries: readonly Entry[] = [];
  #pending: readonly Message[] = Object.freeze([]);
  #isSending = false;
  /** The entry whose PUT is under way. */
  #inFlight: Entry | undefined;
  /** Tries that failed since the last message left. */
  #attempt = 0;

  constructor(put: (request: PutRequest) => Promise<Item>, emptied: () => void) {
    this.#put = put;
    this.#emptied = emptied;
  }

  /** A frozen snapshot in the order of writing; the same array while nothing changed. */
  get pending(): readonly Message[] {
    return this.#pending;
  }

  add(request: PutRequest & { readonly id: string }): Promise<Message> {
    const { id, room_id: roomId, user_id: userId, name, text } = request;
    const timestamp = Date.now();
    const message: Message = Object.freeze({ id, roomId, userId, name, text, timestamp, status: 'sending' });
    return new Promise((resolve, reject) => {
      this.#update([...this.#entries, { request, message, settlement: { resolve, reject } }]);
      void this.#send();
    });
  }

  /** Sends a message again that *failed*. */
  retry(id: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const entry = this.#find(id, 'send the message again', ({ message }) => message.status === 'failed');
      entry.settlement = { resolve, reject };
      this.#mark(entry, 'sending');
      void this.#send();
    });
  }

  /** Takes away a message that *failed*, or that waits for its next try: one under way may be stored already. */
  discard(id: string): void {
    const what = 'discard the message';
    const entry = this.#find(
      id,
      what,
      (found) => found.message.error !== undefined && found !== this.#inFlight,
    );
    this.#remove(entry);
    entry.settlement.reject(new ChatError('discarded', 'unable to send the message; it was discarded'));
  }

  /** Settles what these items of the log are: a push may come before its PUT's answer, or instead of it. */
  settle(items: readonly Item[]): void {
    for (const item of items) {
      const entry = this.#entries.find(
        ({ request: { id, user_id } }) => id === item.id && user_id === item.user_id,
      );
      if (entry) this.#settle(entry, item);
    }
  }

  /** Tries now what waits for its next try. */
  hurry(): void {
    this.#wait.end();
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let entry = this.#next(); entry; entry = this.#next()) {
      const error = await this.#try(entry);
      if (error?.retryable) {
        this.#attempt += 1;
        await new Promise<void>((resolve) => this.#wait.start(backoff(this.#attempt), resolve));
      }
    }
    this.#isSending = false;
  }

  /** One PUT. Gives the error if the message is still here, with the error's mark on it. */
  async #try(entry: Entry): Promise<ChatError | undefined> {
    try {
      this.#inFlight = entry;
      const item = await this.#put(entry.request);
      this.#inFlight = undefined;
      if (this.#entries.includes(entry)) this.#settle(entry, item);
      return undefined;
    } catch (reason) {
      this.#inFlight = undefined;
      const error = reason as ChatError;
      if (!this.#entries.includes(entry)) return undefined;
      this.#mark(entry, error.retryable ? 'sending' : 'failed', error);
      if (!error.retryable) {
        this.#attempt = 0;
        entry.settlement.reject(error);
      }
      return error;
    }
  }

  #settle(entry: Entry, item: Item): void {
    this.#remove(entry, [item]);
    entry.settlement.resolve(messageFromItem(item));
  }

  #remove(entry: Entry, stored: readonly Item[] = []): void {
    this.#update(
      this.#entries.filter((other) => other !== entry),
      stored,
    );
    if (this.#entries.length === 0) this.#emptied();
    // What kept this message from leaving need not keep the next.
    this.#attempt = 0;
    this.#wait.end();
  }

  #mark(entry: Entry, status: MessageStatus, error?: ChatError): void {
    const { error: _, ...message } = entry.message;
    entry.message = Object.freeze({ ...message, status, ...(error && { error }) });
    this.#update(this.#entries);
  }

  #update(entries: readonly Entry[], stored: readonly Item[] = []): void {
    this.#entries = entries;
    this.#pending = Object.freeze(entries.map(({ message }) => message));
    this.listener?.changed(stored);
  }

  #next(): Entry | undefined {
    return this.#entries.find(({ message }) => message.status === 'sending');
  }

  #find(id: string, what: string, isMeant: (entry: Entry) => boolean): Entry {
    const entry = this.#entries.find(({ message }) => message.id === id);
    if (entry && isMeant(entry)) return entry;
    throw new ChatError('invalid_argument', `unable to ${what}; no message with this id waits for that`);
  }
}
