import { cleanText, type Item, parseMessageRequest } from '../contract/index.js';
import type { Copy } from './copy.js';
import { Emitter } from './emitter.js';
import { ChatError, checked } from './error.js';
import { Feed, type Line } from './feed.js';
import { Gaps, type Stretch } from './gaps.js';
import type { History } from './history.js';
import { createId } from './id.js';
import type { Message } from './message.js';
import type { Outbox } from './outbox.js';
import type { Gap, RoomEvents, RoomSource, User } from './room-source.js';
import type { SocketListener } from './socket.js';
import type { RoomState, RoomStatus } from './status.js';
import { EMPTY, find, fold, type TimelineEvent } from './timeline.js';

/** What a room is made of. */
export interface RoomParts {
  readonly id: string;
  readonly user: User;
  readonly history: History;
  readonly outbox: Outbox;
  readonly copy: Copy;
  connect(listener: SocketListener): Line;
  /** One user let go; true when it was the last. */
  release(): boolean;
}

/** One room, connected while anybody uses it. Made by `ChatClient.room()`. */
export class Room implements RoomSource {
  readonly id: string;
  readonly user: User;
  readonly #history: History;
  readonly #outbox: Outbox;
  readonly #copy: Copy;
  readonly #release: () => boolean;
  readonly #feed: Feed;
  readonly #emitter = new Emitter<RoomEvents>();
  readonly #abort = new AbortController();
  #status: RoomStatus = Object.freeze({ current: 'connecting', previous: 'connecting' });
  #timeline = EMPTY;
  #loadingOlder: Promise<void> | undefined;
  #copied: readonly Item[] = [];
  readonly #gaps = new Gaps((gap) => this.#fill(gap));
  /** What the line's loss cost so far; undefined before the room was connected. */
  #recovery: { count: number; gap?: Gap } | undefined;

  /** @internal */
  constructor({ id, user, history, outbox, copy, connect, release }: RoomParts) {
    this.id = id;
    this.user = user;
    this.#history = history;
    this.#outbox = outbox;
    this.#copy = copy;
    this.#release = release;
    outbox.listener = {
      changed: (stored) =>
        this.#fold(pendingOf(outbox), { type: 'items', items: stored.filter(this.#isWithin) }),
      answered: (item) => this.#feed.stored(item),
    };
    this.#timeline = fold(EMPTY, pendingOf(outbox));
    this.#feed = new Feed(id, history, connect, {
      loaded: (items) => this.#show({ type: 'newest', items, copied: this.#copied }),
      items: (items, gap) => this.#bring(items, gap),
      status: (current, detail) => this.#setStatus(current, detail),
    });
    void this.#showCopy();
  }

  get messages(): readonly Message[] {
    return this.#timeline.messages;
  }

  get status(): RoomStatus {
    return this.#status;
  }

  get gaps(): readonly Gap[] {
    return this.#gaps.all;
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
    return this.#outbox.add({ ...checked(() => parseMessageRequest(request)), id });
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
    this.#copy.flush();
    this.#outbox.listener = undefined;
    this.#setStatus('closed');
  }

  /** @internal What befalls all rooms of a client. */
  report(error: ChatError): void {
    this.#emitter.emit('error', error);
  }

  async #loadOlder(): Promise<void> {
    const items = await this.#load(() => this.#history.older(this.#abort.signal));
    this.#feed.filled([...items, ...this.#timeline.stored.slice(0, 1)]);
    this.#show({ type: 'items', items });
  }

  async #fill(gap: Stretch): Promise<void> {
    const { items, next } = await this.#load(() => this.#history.below(gap, this.#abort.signal));
    this.#gaps.narrow(gap, next);
    const above = find(this.#timeline, gap.before);
    this.#feed.filled(above ? [...items, above] : items);
    this.#show({ type: 'items', items });
  }

  async #load<Page>(read: () => Promise<Page>): Promise<Page> {
    const what = 'load messages';
    this.#assertOpen(what);
    const page = await read().catch((error: unknown) => {
      this.#assertOpen(what);
      throw error;
    });
    this.#assertOpen(what);
    return page;
  }

  /** Until the newest page is here, what the device kept of it is better than nothing. */
  async #showCopy(): Promise<void> {
    const items = await this.#copy.load();
    if (this.loaded || this.#status.current === 'closed') return;
    this.#copied = items;
    this.#outbox.settle(items);
    this.#fold({ type: 'items', items });
  }

  /** Not so an item that a repeated PUT brings up from where the log was not read: its page will bring it, in its place. */
  readonly #isWithin = ({ timestamp }: Item): boolean =>
    timestamp >= this.#history.begin &&
    !this.#gaps.all.some(({ after, before }) => timestamp > after && timestamp < before);

  /** Brings what was there before on the timeline. */
  #show(event: Extract<TimelineEvent, { items: readonly Item[] }>): void {
    this.#outbox.settle(event.items);
    if (this.#status.current === 'closed') return;
    // A page may show that there is nothing, or nothing older, or no gap any more: that is a change, too.
    if (!this.#fold(event)) this.#emitter.emit('change', this.messages);
  }

  /** Brings news of the log on the timeline, and says which of them are others'. */
  #bring(items: readonly Item[], stretch: Stretch | undefined): void {
    const shown = items.filter(this.#isWithin);
    const isNews = ({ timestamp, user_id, kind }: Item): boolean =>
      user_id !== this.user.id && kind === undefined && !find(this.#timeline, timestamp);
    // A line may bring one item twice.
    const news = new Set(shown.filter(isNews).map(({ timestamp }) => timestamp));
    const gap = stretch && this.#gaps.open(stretch);
    const { count = 0, ...before } = this.#recovery ?? {};
    if (this.#recovery) this.#recovery = { count: count + news.size, ...before, ...(gap && { gap }) };
    this.#outbox.settle(items);
    this.#fold({ type: 'items', items: shown });
    if (gap && this.#status.current === 'connected') this.#emitter.emit('gap', gap);
    for (const timestamp of news) {
      if (this.#status.current === 'closed') return;
      const message = find(this.#timeline, timestamp);
      if (message) this.#emitter.emit('message', message);
    }
  }

  #fold(...events: readonly TimelineEvent[]): boolean {
    const before = this.#timeline;
    this.#timeline = events.reduce(fold, before);
    const isChanged = this.#timeline !== before;
    if (isChanged) {
      if (this.loaded && this.#status.current !== 'closed') this.#copy.save(() => this.#timeline.stored);
      this.#emitter.emit('change', this.messages);
    }
    return isChanged;
  }

  #setStatus(current: RoomState, detail: Pick<RoomStatus, 'error' | 'retryAt'> = {}): void {
    const { current: previous } = this.#status;
    if (previous === 'closed' || (current === previous && current !== 'disconnected')) return;
    this.#status = Object.freeze({ current, previous, ...detail });
    this.#emitter.emit('status', this.#status);
    if (detail.error && current !== previous) this.#emitter.emit('error', detail.error);
    if (previous === 'connected') this.#recovery = { count: 0 };
    if (current !== 'connected') return;
    // The network is back: what waits to be sent need not wait longer.
    this.#outbox.hurry();
    const { gap, count } = this.#recovery ?? {};
    this.#recovery = { count: 0 };
    if (gap) this.#emitter.emit('gap', gap);
    else if (count !== undefined) this.#emitter.emit('recovered', Object.freeze({ count }));
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

function pendingOf({ pending }: Outbox): TimelineEvent {
  return { type: 'pending', pending };
}
