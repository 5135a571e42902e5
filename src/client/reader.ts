import { type Head, type Item, LIMITS } from '../contract/index.js';
import { backoff, Wait } from './backoff.js';
import type { ChatError } from './error.js';
import type { History, Leap } from './history.js';
import { Holes, type Search } from './holes.js';

/** Any of these may stop the reader: each is called last, when the reader's own state is set. */
export interface ReaderListener {
  /** The newest page, read for the first time. */
  loaded(items: readonly Item[]): void;
  /** Items that were written since; between them `leap`, if they were too many. */
  items(items: readonly Item[], leap?: Leap): void;
  /** Nothing is left to be read now. */
  current(): void;
  /** It is read again after so many milliseconds; never, without them. */
  failed(error: ChatError, delay?: number): void;
}

/** Reads a part of the log. What it gives takes in what was read. */
type Task = (signal: AbortSignal) => Promise<() => void>;

/** Keeps up with a room's log, one read at a time: its newest page, what came since, what the room's count shows to be missing. */
export class Reader {
  /** Whether news arrive by themselves. While they do not, a catch-up will bring what is missing, too. */
  isLive = false;
  readonly #history: History;
  readonly #listener: ReaderListener;
  #holes = new Holes();
  /** Until the log is read again, after a read failed. */
  readonly #wait = new Wait();
  /** Until a hole is read for. */
  readonly #due = new Wait();
  #isLoaded = false;
  /** Ends the read that is under way. */
  #reading: AbortController | undefined;
  /** Something may have come since the read under way began. */
  #isStale = false;
  #attempt = 0;
  /** The newest item up to which nothing is missing but holes. One's own stored messages do not move it: others' may stand before them. */
  #cursor: number | undefined;

  constructor(history: History, listener: ReaderListener) {
    this.#history = history;
    this.#listener = listener;
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Whether it reads, or is about to. */
  get isBusy(): boolean {
    return this.#reading !== undefined || this.#wait.isWaiting;
  }

  /** Reads what came since it last did. */
  read(): void {
    this.#wait.cancel();
    this.#isStale = true;
    if (!this.#reading) void this.#readOn();
  }

  stop(): void {
    this.isLive = false;
    this.#wait.cancel();
    this.#due.cancel();
    this.#isStale = false;
    this.#reading?.abort();
  }

  /** Lets go of what was read: the next read starts anew. */
  forget(): void {
    this.#isLoaded = false;
    this.#cursor = undefined;
    this.#holes = new Holes();
    this.#history.unread.start();
  }

  /** These were pushed. */
  take(items: readonly Item[]): void {
    this.#advance(items);
    this.#holes.note(items);
    this.#schedule();
  }

  /** One's own message has this place. */
  note(item: Item): void {
    this.#holes.note([item]);
    this.#schedule();
  }

  /** The server's log ends here. */
  seek(head: Head): void {
    this.#holes.seek(head);
    this.#schedule();
  }

  /** A page below what was known was read, with the first of that as its last. */
  filled(page: readonly Partial<Head>[]): void {
    this.#holes.within(page);
    this.#schedule();
  }

  #schedule(): void {
    const { delay } = this.#holes;
    if (delay === undefined || !this.isLive || this.isBusy) this.#due.cancel();
    else this.#due.start(delay, () => this.isBusy || void this.#readOn());
  }

  /** Reads until nothing is to be read now. */
  async #readOn(): Promise<void> {
    this.#due.cancel();
    for (let task = this.#task(); task; task = this.#task()) {
      const reading = new AbortController();
      this.#reading = reading;
      try {
        const take = await task(reading.signal);
        if (reading.signal.aborted) continue;
        this.#attempt = 0;
        take();
      } catch (reason) {
        if (reading.signal.aborted) continue;
        this.#reading = undefined;
        this.#failed(reason as ChatError);
        return;
      }
    }
    const isAborted = this.#reading?.signal.aborted;
    this.#reading = undefined;
    this.#schedule();
    if (!isAborted) this.#listener.current();
  }

  #task(): Task | undefined {
    const search = this.isLive ? this.#holes.search() : undefined;
    // What is more than a page is caught up with like an absence.
    if (this.#isStale || (search && search.limit > LIMITS.pageMax)) {
      this.#isStale = false;
      const cursor = this.#cursor;
      return cursor === undefined
        ? (signal) => this.#load(signal)
        : (signal) => this.#catchUp(cursor, signal);
    }
    return search && ((signal) => this.#search(search, signal));
  }

  async #load(signal: AbortSignal): Promise<() => void> {
    const { items, next } = await this.#history.page({}, signal);
    return () => {
      const isFirst = !this.#isLoaded;
      this.#history.unread.start(next);
      this.#isLoaded = true;
      this.#advance(items);
      this.#holes.start(items, 0, next === undefined);
      if (isFirst) this.#listener.loaded(items);
      else this.#listener.items(items);
    };
  }

  async #catchUp(cursor: number, signal: AbortSignal): Promise<() => void> {
    const began = this.#holes.time;
    const { items, leap } = await this.#history.since(cursor, this.#holes.lowest, signal);
    return () => {
      const edge = leap ? items.findIndex(({ timestamp }) => timestamp >= leap.before) : items.length;
      this.#holes.note([...(leap?.below ?? []), ...items.slice(0, edge)]);
      if (leap) {
        this.#history.unread.start(leap.older, leap);
        this.#holes.start(items.slice(edge), leap.after, false);
      }
      this.#holes.searched(0, undefined, began);
      this.#advance(items);
      this.#listener.items(items, leap);
    };
  }

  async #search({ after, limit }: Search, signal: AbortSignal): Promise<() => void> {
    const began = this.#holes.time;
    const { items, next } = await this.#history.look({ after, limit }, signal);
    return () => {
      this.#holes.note(items);
      this.#holes.searched(after, next === undefined ? undefined : items.at(-1)?.seq, began);
      this.#listener.items(items);
    };
  }

  #advance(items: readonly Item[]): void {
    for (const { timestamp } of items) this.#cursor = Math.max(this.#cursor ?? 0, timestamp);
  }

  #failed(error: ChatError): void {
    // What is not the backend's own word, like a proxy's, is for now only where the address has worked.
    const isForeign = error.cause !== undefined;
    if (!error.retryable && !(isForeign && this.#isLoaded)) {
      this.#listener.failed(error);
      return;
    }
    this.#attempt += 1;
    const delay = backoff(this.#attempt) + (error.retryAfter ?? 0);
    this.#wait.start(delay, () => this.read());
    this.#listener.failed(error, delay);
  }
}
