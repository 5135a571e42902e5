import type { Head, Item, ServerFrame } from '../contract/index.js';
import { backoff, Wait } from './backoff.js';
import { ChatError } from './error.js';
import { Heartbeat } from './heartbeat.js';
import type { History } from './history.js';
import type { Socket, SocketListener } from './socket.js';
import type { RoomState } from './status.js';

/** Any of these may close the feed: each is called last, when the feed's own state is set. */
export interface FeedListener {
  /** Items of the log. `isNews`: they were written since the room was joined. */
  items(items: readonly Item[], isNews: boolean): void;
  status(current: RoomState, detail?: { readonly error: ChatError; readonly retryAt?: number }): void;
}

/** As much of a socket as a feed stands on. */
type Line = Pick<Socket, 'send' | 'reconnect' | 'drop' | 'close'>;

/**
 * Brings a room's items: connects first, keeps what arrives, then reads the log, and hands both on. Does so again whenever the
 * line was down or the server's head shows that something is missing. Knows nothing of what is shown or sent.
 */
export class Feed implements SocketListener {
  readonly #room_id: string;
  readonly #history: History;
  readonly #listener: FeedListener;
  readonly #socket: Line;
  readonly #heartbeat: Heartbeat;
  /** Until the log is read again, after a read failed. */
  readonly #wait = new Wait();
  #isUp = false;
  #isLoaded = false;
  #isClosed = false;
  /** Ends the read of the log that is under way. */
  #reading: AbortController | undefined;
  /** The line came up, or the head moved, since the read under way began. */
  #isStale = false;
  #attempt = 0;
  /** What arrived while the log was not read up to it; undefined while it is. */
  #kept: Item[] | undefined = [];
  /** The newest item up to which nothing is missing. One's own stored messages do not move it: others' may stand before them. */
  #cursor: number | undefined;
  /** The newest head that a read was made for. */
  #soughtSeq = 0;

  constructor(
    room_id: string,
    history: History,
    connect: (listener: SocketListener) => Line,
    listener: FeedListener,
  ) {
    this.#room_id = room_id;
    this.#history = history;
    this.#listener = listener;
    this.#socket = connect(this);
    this.#heartbeat = new Heartbeat(
      () => this.#socket.send({ action: 'ping' }),
      () => this.#socket.drop(),
    );
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  open(): void {
    this.#isUp = true;
    this.#read();
    this.#listener.status('connecting');
  }

  frame(frame: ServerFrame): void {
    this.#heartbeat.heard();
    switch (frame.type) {
      case 'message':
      case 'again':
        if (frame.item.room_id === this.#room_id) this.#arrived(frame.item);
        return;
      case 'pong':
        this.#compare(frame.head);
        return;
      case 'error':
        // The server knows this line no more, so nothing would ever be pushed to it.
        if (frame.error.code === 'not_connected') this.#socket.drop();
    }
  }

  down(retryAt: number): void {
    this.#lost();
    // A room whose line never came up still shows what its log holds.
    if (!this.#isLoaded && !this.#reading && !this.#wait.isWaiting) this.#read();
    const error = new ChatError('network', 'unable to stay connected; the line is down; trying again');
    this.#listener.status('disconnected', { error, retryAt });
  }

  /** Starts over at once, whatever is waited for. */
  reconnect(): void {
    if (this.#isClosed) return;
    this.#stop();
    this.#socket.reconnect();
    this.#listener.status('connecting');
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
    this.#socket.close();
  }

  #lost(): void {
    this.#isUp = false;
    this.#kept ??= [];
    this.#heartbeat.stop();
  }

  #stop(): void {
    this.#lost();
    this.#wait.cancel();
    this.#isStale = false;
    this.#reading?.abort();
  }

  #arrived(item: Item): void {
    if (this.#kept) this.#kept.push(item);
    else this.#take([item], true);
  }

  /** A head that no read brought is sought once: an append that nobody finished leaves one, too. */
  #compare(head: Head | null): void {
    if (!head || head.timestamp <= (this.#cursor ?? 0) || head.seq <= this.#soughtSeq) return;
    this.#soughtSeq = head.seq;
    this.#read();
  }

  #read(): void {
    this.#wait.cancel();
    this.#isStale = true;
    if (!this.#reading) void this.#readUntilCurrent();
  }

  async #readUntilCurrent(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const reading = new AbortController();
      this.#reading = reading;
      try {
        const items = await this.#readOnce(reading.signal);
        if (reading.signal.aborted) continue;
        this.#attempt = 0;
        const isNews = this.#isLoaded;
        this.#isLoaded = true;
        this.#take(items, isNews);
      } catch (reason) {
        if (reading.signal.aborted) continue;
        this.#reading = undefined;
        this.#failed(reason as ChatError);
        return;
      }
    }
    this.#reading = undefined;
    if (this.#isUp) this.#current();
  }

  #readOnce(signal: AbortSignal): Promise<readonly Item[]> {
    return this.#cursor === undefined
      ? this.#history.newest(signal)
      : this.#history.since(this.#cursor, signal);
  }

  /** The line is up and the log is read: from here on every message arrives as it is written. */
  #current(): void {
    const kept = this.#kept;
    if (!kept) return;
    this.#kept = undefined;
    this.#heartbeat.start();
    if (kept.length > 0) this.#take(kept, true);
    if (this.#isUp) this.#listener.status('connected');
  }

  #take(items: readonly Item[], isNews: boolean): void {
    for (const { timestamp } of items) this.#cursor = Math.max(this.#cursor ?? 0, timestamp);
    this.#listener.items(items, isNews);
  }

  #failed(error: ChatError): void {
    if (!error.retryable) {
      this.#lost();
      this.#socket.close();
      this.#listener.status('failed', { error });
      return;
    }
    this.#attempt += 1;
    const delay = backoff(this.#attempt);
    this.#wait.start(delay, () => this.#read());
    // While messages arrive as they are written, a look for a missing one that fails is repeated quietly.
    if (this.#kept) this.#listener.status('disconnected', { error, retryAt: Date.now() + delay });
  }
}
