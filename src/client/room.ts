import { cleanText, type Item, parsePutRequest } from '../contract/index.js';
import { Emitter } from './emitter.js';
import { ChatError, checked } from './error.js';
import { Feed } from './feed.js';
import type { History } from './history.js';
import { createId } from './id.js';
import type { Message } from './message.js';
import type { Outbox } from './outbox.js';
import type { Gap, RoomEvents, RoomSource, User } from './room-source.js';
import type { Socket, SocketListener } from './socket.js';
import type { RoomState, RoomStatus } from './status.js';
import { EMPTY, find, fold, type TimelineEvent } from './timeline.js';

/** What a room is made of. */
export interface RoomParts {
  readonly id: string;
  readonly user: User;
  readonly history: History;
  readonly outbox: Outbox;
  connect(listener: SocketListener): Socket;
  /** One user let go; true when it was the last. */
  release(): boolean;
}

/** One room, connected while anybody uses it. Made by `ChatClient.room()`. */
export class Room implements RoomSource {
  readonly id: string;
  readonly user: User;
  readonly #history: History;
  readonly #outbox: Outbox;
  readonly #release: () => boolean;
  readonly #feed: Feed;
  readonly #emitter = new Emitter<RoomEvents>();
  readonly #abort = new AbortController();
  #status: RoomStatus = Object.freeze({ current: 'connecting', previous: 'connecting' });
  #timeline = EMPTY;
  #loadingOlder: Promise<void> | undefined;

  /** @internal */
  constructor({ id, user, history, outbox, connect, release }: RoomParts) {
    this.id = id;
    this.user = user;
    this.#history = history;
    this.#outbox = outbox;
    this.#release = release;
    outbox.listener = {
      changed: (stored) => this.#fold(pendingOf(outbox), { type: 'items', items: stored }),
    };
    this.#timeline = fold(EMPTY, pendingOf(outbox));
    this.#feed = new Feed(id, history, connect, {
      items: (items, isNews) => this.#merge(items, isNews),
      status: (current, detail) => this.#setStatus(current, detail),
    });
  }

  get messages(): readonly Message[] {
    return this.#timeline.messages;
  }

  get status(): RoomStatus {
    return this.#status;
  }

  get gaps(): readonly Gap[] {
    return NONE;
  }

  get loaded(): boolean {
    return this.#feed.isLoaded;
  }

  get hasOlder(): boolean {
    return this.#history.hasOlder;
  }

  async send(text: string): Promise<Message> {
    this.#assertOpen('send the message');
    const { id: room_id, user } = this;
    const id = createId();
    const cleaned = typeof text === 'string' ? cleanText(text) : text;
    const request = { room_id, user_id: user.id, name: user.name, text: cleaned, id };
    return this.#outbox.add({ ...checked(() => parsePutRequest(request)), id });
  }

  loadOlder(): Promise<void> {
    this.#loadingOlder ??= this.#loadOlder().finally(() => {
      this.#loadingOlder = undefined;
    });
    return this.#loadingOlder;
  }

  async retry(id: string): Promise<Message> {
    this.#assertOpen('send the message again');
    return this.#outbox.retry(id);
  }

  discard(id: string): void {
    this.#assertOpen('discard the message');
    this.#outbox.discard(id);
  }

  reconnect(): void {
    this.#assertOpen('connect');
    this.#outbox.hurry();
    this.#feed.reconnect();
  }

  on<Name extends keyof RoomEvents>(event: Name, listener: (detail: RoomEvents[Name]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  close(): void {
    if (this.#status.current === 'closed' || !this.#release()) return;
    this.#abort.abort();
    this.#feed.close();
    this.#outbox.listener = undefined;
    this.#setStatus('closed');
  }

  async #loadOlder(): Promise<void> {
    const what = 'load messages';
    this.#assertOpen(what);
    const items = await this.#history.older(this.#abort.signal).catch((error: unknown) => {
      this.#assertOpen(what);
      throw error;
    });
    this.#assertOpen(what);
    this.#merge(items, false);
  }

  /** Brings items of the log on the timeline, and says which of them are others' news. */
  #merge(items: readonly Item[], isNews: boolean): void {
    const news = isNews
      ? items.filter(({ timestamp, user_id }) => user_id !== this.user.id && !find(this.#timeline, timestamp))
      : [];
    this.#outbox.settle(items);
    const isChanged = this.#fold({ type: 'items', items });
    // A page may show that there is nothing, or nothing older: that is a change, too.
    if (!isNews && !isChanged) this.#emitter.emit('change', this.messages);
    for (const { timestamp } of news) {
      const message = find(this.#timeline, timestamp);
      if (message) this.#emitter.emit('message', message);
    }
  }

  #fold(...events: readonly TimelineEvent[]): boolean {
    const before = this.#timeline;
    this.#timeline = events.reduce(fold, before);
    const isChanged = this.#timeline !== before;
    if (isChanged) this.#emitter.emit('change', this.messages);
    return isChanged;
  }

  #setStatus(current: RoomState, detail: Pick<RoomStatus, 'error' | 'retryAt'> = {}): void {
    const { current: previous } = this.#status;
    if (previous === 'closed' || (current === previous && current !== 'disconnected')) return;
    this.#status = Object.freeze({ current, previous, ...detail });
    this.#emitter.emit('status', this.#status);
    if (detail.error && current !== previous) this.#emitter.emit('error', detail.error);
    // The network is back: what waits to be sent need not wait longer.
    if (current === 'connected') this.#outbox.hurry();
  }

  #assertOpen(what: string): void {
    if (this.#status.current === 'closed') {
      throw new ChatError(
        'room_closed',
        `unable to ${what}; the room was closed; ask the client for it again`,
      );
    }
  }
}

const NONE: readonly Gap[] = Object.freeze([]);

function pendingOf({ pending }: Outbox): TimelineEvent {
  return { type: 'pending', pending };
}
