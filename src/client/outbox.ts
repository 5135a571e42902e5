import type { Item, MessageRequest } from '../contract/index.js';
import { backoff, Wait } from './backoff.js';
import { ChatError } from './error.js';
import { type Message, type MessageStatus, messageFromItem } from './message.js';
import { type Entry, entryOf, expired, isSending, messageOf, withStatus } from './outbox-entry.js';
import type { OutboxStore, Unsent } from './outbox-store.js';
import { watchSurroundings } from './surroundings.js';

/** Messages that may wait at once. */
const MOST = 100;

/** The backend knows an id for 7 days: after that a repeated message might be stored twice, so its writer decides. */
const EXPIRED_MS = 6 * 24 * 60 * 60_000;

/** How long another tab may take to show what became of a message that it took out of the shared list. */
const ELSEWHERE_MS = 10_000;

type Put = (request: MessageRequest, signal: AbortSignal) => Promise<Item>;

export interface OutboxListener {
  /** `pending` is not what it was; `stored` holds what left it for the log, `written` is when that was written, by the device's clock. */
  changed(stored: readonly Item[], written?: number): void;
  /** A PUT was answered with this item, before any push of it came. */
  answered(item: Item): void;
}

/**
 * One's own messages of a room that are not in its log yet: kept on the device, sent one at a time, so that their order holds, each
 * under one id for all its tries, so that it is stored once. Outlives its room until it is empty.
 */
export class Outbox {
  /** The room that shows it, while there is one. */
  listener: OutboxListener | undefined;
  readonly #put: Put;
  readonly #store: OutboxStore;
  readonly #emptied: () => void;
  readonly #wait = new Wait();
  #entries: readonly Entry[] = [];
  #pending: readonly Message[] = Object.freeze([]);
  #isSending = false;
  /** The entry whose PUT is under way, and what ends that. */
  #inFlight: { readonly entry: Entry; readonly ending: AbortController } | undefined;
  /** What has left, but may still be in the shared list, and whether it was taken out of that. */
  readonly #gone = new Map<string, boolean>();
  /** Tries that failed since the last message left. */
  #attempt = 0;
  /** All that is left was dealt with by another tab: what is written now need not wait for it. */
  #isElsewhere = false;
  /** Somebody asked, while a try was under way, not to wait after it. */
  #isHurried = false;

  constructor(put: Put, store: OutboxStore, emptied: () => void) {
    this.#put = put;
    this.#store = store;
    this.#emptied = emptied;
    // What an earlier page left goes first.
    void this.#send();
  }

  /** A frozen snapshot in the order of writing; the same array while nothing changed. */
  get pending(): readonly Message[] {
    return this.#pending;
  }

  add(request: MessageRequest & { readonly id: string }): Promise<Message> {
    if (this.#entries.length >= MOST) {
      const reason = `${MOST} messages wait already; send again when they are gone`;
      throw new ChatError('outbox_full', `unable to send the message; ${reason}`);
    }
    const entry = entryOf({ request, at: Date.now() });
    this.#update([...this.#entries, entry]);
    if (this.#isElsewhere) this.hurry();
    return this.#begin(entry);
  }

  /** Sends a message again that *failed*. */
  async retry(id: string): Promise<Message> {
    const entry = this.#find(id, 'send the message again', ({ message }) => message.status === 'failed');
    // Its writer has looked, and wants it sent.
    if (entry.message.error?.code === 'expired') entry.at = Date.now();
    this.#mark(entry, 'sending');
    return this.#begin(entry);
  }

  /** Takes away a message that *failed*, or that waits for its next try: one under way may be stored already. */
  discard(id: string): void {
    const what = 'discard the message';
    const entry = this.#find(
      id,
      what,
      (found) => found.message.error !== undefined && found !== this.#inFlight?.entry,
    );
    this.#drop(entry);
    this.#gone.set(id, false);
    const discarded = this.#store.put({ request: entry.request, at: Date.now(), discarded: true });
    void discarded.then(() => this.#gone.set(id, true));
  }

  /** Settles what these items of the log are: a push may come before its PUT's answer, or instead of it. */
  settle(items: readonly Item[]): void {
    for (const item of items) {
      const entry = this.#entries.find(
        ({ request: { id, user_id } }) => id === item.id && user_id === item.user_id,
      );
      if (entry) void this.#settle(entry, item);
      // Its own answer may never come.
      if (entry && entry === this.#inFlight?.entry) this.#inFlight.ending.abort();
    }
  }

  /** Tries now what waits for its next try. */
  hurry(): void {
    this.#isHurried = true;
    this.#wait.end();
  }

  /** Has it kept and sent. Resolves when it is stored. */
  #begin(entry: Entry): Promise<Message> {
    entry.kept = this.#keep(entry);
    void this.#send();
    return new Promise((resolve, reject) => {
      entry.settlement = { resolve, reject };
    });
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let delay: number | undefined = 0; delay !== undefined; ) {
      const wait = this.#isHurried ? 0 : delay;
      if (wait > 0) await new Promise<void>((resolve) => this.#wait.start(wait, resolve));
      this.#isHurried = false;
      const kept = new Map(this.#entries.map((entry) => [entry, entry.kept]));
      await Promise.all(kept.values());
      delay = await this.#store.exclusively(() => this.#sendFirst(kept));
    }
    this.#isSending = false;
    // Written while the list was found empty.
    if (this.#entries.some(isSending)) void this.#send();
  }

  /** Tries the first message that is to be sent. Gives how long to wait then; nothing when none is left. */
  async #sendFirst(kept: ReadonlyMap<Entry, Promise<void>>): Promise<number | undefined> {
    for (const [id, isOut] of this.#gone) {
      if (isOut) this.#gone.delete(id);
    }
    const list = await this.#store.list();
    if (list) this.#adopt(list, kept);
    const waiting = this.#entries.filter(isSending);
    const [first] = waiting;
    if (!first) return undefined;
    const rest = ({ elsewhere = Number.NEGATIVE_INFINITY }: Entry): number =>
      elsewhere + ELSEWHERE_MS - performance.now();
    const entry = waiting.find((found) => rest(found) <= 0);
    this.#isElsewhere = entry === undefined;
    if (!entry) return rest(first);
    return this.#try(entry);
  }

  /** Takes in what all tabs have left: their messages in one order, and what they did to each other's. */
  #adopt(list: readonly Unsent[], kept: ReadonlyMap<Entry, Promise<void>>): void {
    // What this tab did since the list was read, the list does not know.
    const isKnown = (entry: Entry): boolean => kept.get(entry) === entry.kept;
    const own = new Map(this.#entries.map((entry) => [entry.request.id, entry]));
    const shared: Entry[] = [];
    for (const unsent of list.filter(({ request }) => !this.#gone.has(request.id))) {
      const { id } = unsent.request;
      const entry = own.get(id) ?? entryOf(unsent);
      if (!unsent.discarded) shared.push(entry);
      else if (own.has(id)) this.#drop(entry);
      if (own.delete(id) && !unsent.discarded && isKnown(entry)) this.#follow(entry, unsent);
    }
    for (const entry of own.values()) {
      if (isKnown(entry)) entry.elsewhere ??= performance.now();
    }
    const entries = [...shared, ...own.values()];
    const isSame = entries.every(({ message }, index) => this.#pending[index] === message);
    if (!isSame || entries.length !== this.#pending.length) this.#update(entries);
  }

  /** What another tab made of it. */
  #follow(entry: Entry, unsent: Unsent): void {
    const message = messageOf(unsent, entry.message);
    if (message.status === entry.message.status) return;
    entry.message = message;
    if (message.error) entry.settlement?.reject(message.error);
  }

  /** Gives how long to wait then. A message that is still here bears the error's mark. */
  async #try(entry: Entry): Promise<number> {
    const { error: before, retryAt } = entry.message;
    if (retryAt !== undefined) this.#mark(entry, 'sending', before);
    try {
      if (Date.now() - entry.at > EXPIRED_MS) throw expired();
      const item = await this.#putOnce(entry);
      if (!this.#entries.includes(entry)) return 0;
      const settled = this.#settle(entry, item);
      this.listener?.answered(item);
      // Until then another tab would find it in the list.
      await settled;
      return 0;
    } catch (reason) {
      const error = reason as ChatError;
      if (!this.#entries.includes(entry)) return 0;
      if (error.retryable) {
        this.#attempt += 1;
        const delay = backoff(this.#attempt) + (error.retryAfter ?? 0);
        this.#mark(entry, 'sending', error, Date.now() + delay);
        return delay;
      }
      this.#attempt = 0;
      this.#mark(entry, 'failed', error);
      entry.kept = this.#keep(entry);
      entry.settlement?.reject(error);
      await entry.kept;
      return 0;
    }
  }

  async #putOnce(entry: Entry): Promise<Item> {
    const ending = new AbortController();
    // A page that is kept for the way back would keep other tabs waiting; a network that went brings no answer.
    const unwatch = watchSurroundings((sign) => {
      if (sign === 'leave' || sign === 'offline') ending.abort();
    });
    this.#inFlight = { entry, ending };
    try {
      return await this.#put(entry.request, ending.signal);
    } finally {
      this.#inFlight = undefined;
      unwatch();
    }
  }

  async #settle(entry: Entry, item: Item): Promise<void> {
    const { id } = entry.request;
    this.#gone.set(id, false);
    this.#remove(entry, [item]);
    entry.settlement?.resolve(messageFromItem(item));
    await this.#store.remove(id);
    this.#gone.set(id, true);
  }

  #drop(entry: Entry): void {
    this.#remove(entry);
    entry.settlement?.reject(new ChatError('discarded', 'unable to send the message; it was discarded'));
  }

  #remove(entry: Entry, stored?: readonly Item[]): void {
    const rest = this.#entries.filter((other) => other !== entry);
    this.#update(rest, stored, entry.message.timestamp);
    if (this.#entries.length === 0) this.#emptied();
    // What kept this message from leaving need not keep the next.
    this.#attempt = 0;
    this.#wait.end();
  }

  #mark(entry: Entry, status: MessageStatus, error?: ChatError, retryAt?: number): void {
    entry.message = withStatus(entry.message, status, error, retryAt);
    this.#update(this.#entries);
  }

  #keep({ request, at, message: { error, status } }: Entry): Promise<void> {
    const failed = status === 'failed' && error && { code: error.code, message: error.message };
    return this.#store.put({ request, at, ...(failed && { failed }) });
  }

  #update(entries: readonly Entry[], stored: readonly Item[] = [], written?: number): void {
    this.#entries = entries;
    this.#pending = Object.freeze(entries.map(({ message }) => message));
    this.listener?.changed(stored, written);
  }

  #find(id: string, what: string, isMeant: (entry: Entry) => boolean): Entry {
    const entry = this.#entries.find(({ message }) => message.id === id);
    if (entry && isMeant(entry)) return entry;
    throw new ChatError('invalid_argument', `unable to ${what}; no message with this id waits for that`);
  }
}
