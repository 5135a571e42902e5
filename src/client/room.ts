import {
  type Change,
  cleanText,
  type Item,
  parseMessageRequest,
  type Right,
  type RoomSettings,
} from '../contract/index.js';
import { Board } from './board.js';
import type { Changes } from './changes.js';
import { Emitter } from './emitter.js';
import { ChatError, checked } from './error.js';
import { Feed } from './feed.js';
import type { Leap } from './history.js';
import { createId } from './id.js';
import { later } from './later.js';
import type { Message } from './message.js';
import type { Outbox } from './outbox.js';
import { Past } from './past.js';
import type { RoomParts } from './room-parts.js';
import type { Gap, RoomEvents, RoomSource, Timeline, User } from './room-source.js';
import type { Rules } from './rules.js';
import { Standing } from './standing.js';
import type { RoomStatus } from './status.js';
import type { ItemsEvent, TimelineEvent } from './timeline.js';
import type { TokenSource } from './token-source.js';

const pendingOf = ({ pending }: Outbox): TimelineEvent => ({ type: 'pending', pending });
const NOBODY: readonly string[] = Object.freeze([]);

/** One room, connected while anybody uses it. Made by `ChatClient.room()`. */
export class Room implements RoomSource {
  readonly id: string;
  readonly user: User;
  readonly #past: Past;
  readonly #outbox: Outbox;
  readonly #tokens: TokenSource | undefined;
  /** Few ever change anything. */
  readonly #changes: () => Promise<Changes>;
  #ruled: Rules | undefined;
  readonly #release: () => boolean;
  readonly #feed: Feed;
  readonly #emitter = new Emitter<RoomEvents>();
  readonly #abort = new AbortController();
  readonly #standing = new Standing(this.#emitter);
  readonly #board: Board;
  reading: number | undefined;

  /** @internal */
  constructor({ id, user, history, outbox, copy, tokens, put, kept, connect, release }: RoomParts) {
    this.id = id;
    this.user = user;
    const { signal } = this.#abort;
    this.#past = new Past(history, this.#standing, signal, kept, this.#showPage);
    this.#outbox = outbox;
    this.#tokens = tokens;
    this.#release = release;
    const changed = (): void => this.#emitter.emit('change', undefined);
    if (tokens) tokens.changed = changed;
    this.#changes = later('make the change', async () => {
      const { Changes } = await import('./changes.js');
      return new Changes({
        room_id: id,
        user,
        put,
        signal,
        standing: this.#standing,
        find: (timestamp) => this.#board.find(timestamp),
        rights: () => this.rights,
        done: (item) => {
          this.#feed.stored(item);
          this.#bring([item]);
        },
      });
    });
    this.#board = new Board(copy, { changed, isRead: () => this.loaded && !this.#standing.isClosed });
    this.#board.fold(pendingOf(outbox));
    outbox.listener = {
      changed: (stored, written) => {
        this.#rules?.take(stored, written);
        this.#board.fold(pendingOf(outbox), { type: 'items', items: stored.filter(this.#isShown) });
      },
      answered: (item) => this.#feed.stored(item),
    };
    this.#feed = new Feed(id, history, connect, {
      loaded: (items) => this.#showNewest(items),
      items: (items, leap) => this.#bring(items, leap),
      settings: (settings, at) => this.#rules?.hear(settings, at) && changed(),
      status: (current, detail) => {
        // Whoever may not read here any more keeps nothing of it, on this device neither.
        if (current === 'failed' && ['banned', 'forbidden'].includes(detail?.error.code ?? '')) {
          this.#feed.forget();
          this.#board.forget();
        }
        this.#standing.become(current, detail);
        // The network is back: what waits to be sent need not wait longer.
        if (current === 'connected') outbox.hurry();
      },
      isSending: () => outbox.pending.some(({ status }) => status === 'sending'),
    });
    void this.#showCopy();
  }

  /** Nothing is set for a room without tokens. */
  get #rules(): Rules | undefined {
    this.#ruled ??= this.#tokens?.now?.rules();
    return this.#ruled;
  }

  get messages(): readonly Message[] {
    return this.#board.timeline.messages;
  }

  get timeline(): Timeline {
    return this.#board.timeline;
  }

  get status(): RoomStatus {
    return this.#standing.status;
  }

  get gaps(): readonly Gap[] {
    return this.#past.gaps;
  }

  get loaded(): boolean {
    return this.#feed.isLoaded;
  }

  get hasOlder(): boolean {
    return this.#past.hasOlder;
  }

  get settings(): RoomSettings | undefined {
    return this.#rules?.settings;
  }

  get rights(): readonly Right[] | undefined {
    return this.#tokens?.now?.rights;
  }

  get banned(): readonly string[] {
    return this.#rules?.banned ?? NOBODY;
  }

  get sendableAt(): number | undefined {
    return this.rights?.includes('moderate') ? undefined : this.#rules?.sendableAt;
  }

  async send(text: string): Promise<Message> {
    this.#standing.demandOpen('send the message');
    const { id: room_id, user } = this;
    const id = createId();
    const cleaned = typeof text === 'string' ? cleanText(text) : text;
    const request = { room_id, user_id: user.id, name: user.name, text: cleaned, id };
    return this.#outbox.add({ ...checked(() => parseMessageRequest(request)), id });
  }

  loadOlder(): Promise<void> {
    return this.#past.loadOlder();
  }

  loadAround(timestamp: number): Promise<void> {
    return this.#past.loadAround(timestamp, this.#board.stored);
  }

  async retry(id: string): Promise<Message> {
    this.#standing.demandOpen('send the message again');
    return this.#outbox.retry(id);
  }

  discard(id: string): void {
    this.#standing.demandOpen('discard the message');
    this.#outbox.discard(id);
  }

  async edit(timestamp: number, text: string): Promise<Message> {
    return (await this.#changes()).edit(timestamp, text);
  }

  async delete(timestamp: number): Promise<Message> {
    return (await this.#changes()).delete(timestamp);
  }

  ban(userId: string): Promise<void> {
    return this.#moderate({ kind: 'ban', subject: userId });
  }

  unban(userId: string): Promise<void> {
    return this.#moderate({ kind: 'unban', subject: userId });
  }

  freeze(frozen: boolean): Promise<void> {
    return this.#moderate({ kind: frozen ? 'freeze' : 'unfreeze' });
  }

  slow(seconds: number): Promise<void> {
    return this.#moderate({ kind: 'slow', seconds });
  }

  reconnect(): void {
    this.#standing.demandOpen('connect');
    this.#outbox.hurry();
    this.#feed.reconnect();
  }

  on<Name extends keyof RoomEvents>(event: Name, listener: (detail: RoomEvents[Name]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  close(): void {
    if (this.#standing.isClosed || !this.#release()) return;
    this.#abort.abort();
    this.#feed.close();
    this.#board.close();
    this.#outbox.listener = undefined;
    if (this.#tokens) this.#tokens.changed = () => {};
    this.#standing.become('closed');
  }

  /** @internal What befalls all rooms of a client. */
  report(error: ChatError): void {
    this.#emitter.emit('error', error);
  }

  async #moderate(change: Change): Promise<void> {
    await (await this.#changes()).moderate(change);
  }

  readonly #showPage = (items: readonly Item[], edge = 0): void => {
    const message = this.#board.find(edge);
    this.#feed.filled(message ? [...items, message].sort((a, b) => a.timestamp - b.timestamp) : items);
    this.#show({ type: 'items', items });
  };

  /** Until the newest page is here, what the device kept of it is better than nothing. */
  async #showCopy(): Promise<void> {
    const items = await this.#board.load();
    if (this.loaded || this.#standing.isClosed) return;
    this.#outbox.settle(items);
    this.#board.fold({ type: 'items', items });
  }

  /** Not so a message that a repeated PUT brings up from where the log was not read. */
  readonly #isShown = (item: Item): boolean => item.kind !== undefined || this.#past.isRead(item);

  /** What the device had kept and the newest page lacks is out of date. */
  #showNewest(items: readonly Item[]): void {
    this.#show({ type: 'items', items, isOutdated: this.#board.isCopied });
    // Also where it is what was shown before: the device may hold something else.
    this.#board.keep();
  }

  /** Brings what was there before on the timeline. */
  #show(event: ItemsEvent): void {
    this.#rules?.take(event.items);
    this.#outbox.settle(event.items);
    if (this.#standing.isClosed) return;
    // A page may show that there is nothing, or nothing older, or no gap any more: that is a change, too.
    if (!this.#board.fold(event)) this.#emitter.emit('change', undefined);
  }

  /** Brings news of the log on the timeline, and says which of them are others'. */
  #bring(items: readonly Item[], leap?: Leap): void {
    const { id: own } = this.user;
    const gap = leap && this.#past.gaps[0];
    const shown = items.filter(this.#isShown);
    const isNews = ({ timestamp, user_id, kind }: Item): boolean =>
      user_id !== own && kind === undefined && !this.#board.find(timestamp);
    // A line may bring one item twice.
    const news = new Set(shown.filter(isNews).map(({ timestamp }) => timestamp));
    const read = leap ? [...leap.below, ...items] : items;
    const wasBanned = this.banned.includes(own);
    const isRuled = this.#rules?.take(read);
    this.#outbox.settle(read);
    const isChanged = this.#board.fold(
      leap
        ? { type: 'items', items: read, isOutdated: ({ timestamp }) => timestamp < leap.before }
        : { type: 'items', items: shown },
    );
    if (isRuled && !isChanged) this.#emitter.emit('change', undefined);
    // What was deleted before it came is no news.
    const messages = [...news].flatMap((timestamp) => {
      const message = this.#board.find(timestamp);
      return message && !message.deleted ? message : [];
    });
    this.#standing.missed(messages.length, gap);
    for (const message of messages) {
      if (this.#standing.isClosed) return;
      this.#emitter.emit('message', message);
    }
    // Whoever reads beyond a gap was let in again since.
    if (!leap && !wasBanned && this.banned.includes(own)) {
      this.#feed.end(new ChatError('banned', 'unable to stay in the room; a moderator shut this user out'));
    }
    if (this.#past.thin(this.#board.stored, this.reading)) {
      this.#board.fold({ type: 'items', items: [], isOutdated: (message) => !this.#past.isRead(message) });
    }
  }
}
