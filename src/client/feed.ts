import type { ErrorBody, Head, Item, RoomSettings, ServerFrame } from '../contract/index.js';
import { Wait } from './backoff.js';
import { ChatError } from './error.js';
import { Heartbeat } from './heartbeat.js';
import type { History, Leap } from './history.js';
import { Reader } from './reader.js';
import type { Loss, Socket, SocketListener } from './socket.js';
import type { RoomState } from './status.js';
import { type Sign, watchSurroundings } from './surroundings.js';

/** After so long unseen a page gives its line up: all that it misses then, the log brings. */
const UNSEEN_MS = 30 * 60_000;

/** How long it stays up then for what still waits to be sent, before it looks again. */
const UNSENT_MS = 60_000;

/** Any of these may close the feed: each is called last, when the feed's own state is set. */
export interface FeedListener {
  /** The newest page, read for the first time. */
  loaded(items: readonly Item[]): void;
  /** Items of the log that were written since then; between them `leap`, if a catch-up left something out. */
  items(items: readonly Item[], leap?: Leap): void;
  /** What moderators had set when the item of this timestamp was the newest. */
  settings(settings: RoomSettings, at: number): void;
  status(current: RoomState, detail?: { readonly error: ChatError; readonly retryAt?: number }): void;
  /** Whether anything waits to be sent. */
  isSending(): boolean;
}

/** As much of a socket as a feed stands on. */
export type Line = Pick<Socket, 'send' | 'reconnect' | 'drop' | 'close'>;

/**
 * Brings a room's items: connects first, keeps what arrives, then has the log read, and hands both on. Does so again whenever the
 * line was down. Knows nothing of what is shown or sent.
 */
export class Feed implements SocketListener {
  readonly #room_id: string;
  readonly #listener: FeedListener;
  readonly #reader: Reader;
  readonly #socket: Line;
  readonly #heartbeat: Heartbeat;
  readonly #unwatch: () => void;
  /** Until a hidden page gives its line up. */
  readonly #unseen = new Wait();
  #isUp = false;
  #isDozing = false;
  /** Closed, or given up. */
  #isOver = false;
  /** What arrived while the log was not read up to it; undefined while it is. */
  #kept: Item[] | undefined = [];

  constructor(
    room_id: string,
    history: History,
    connect: (listener: SocketListener) => Line,
    listener: FeedListener,
  ) {
    this.#room_id = room_id;
    this.#listener = listener;
    this.#reader = new Reader(history, {
      ...listener,
      current: () => this.#current(),
      failed: (error, delay) => this.#failed(error, delay),
    });
    this.#socket = connect(this);
    this.#heartbeat = new Heartbeat(
      () => this.#socket.send({ action: 'ping' }),
      () => this.#socket.drop(),
    );
    this.#unwatch = watchSurroundings((sign) => this.#sense(sign));
    if (globalThis.document?.visibilityState === 'hidden') this.#sense('hidden');
  }

  get isLoaded(): boolean {
    return this.#reader.isLoaded;
  }

  open(): void {
    this.#isUp = true;
    this.#reader.read();
    this.#listener.status('connecting');
  }

  /** Another line took over without a break. */
  renewed(): void {
    if (!this.#kept) this.#heartbeat.start();
  }

  frame(frame: ServerFrame): void {
    this.#heartbeat.heard();
    switch (frame.type) {
      case 'message':
      case 'again':
      case 'change':
        if (frame.item.room_id === this.#room_id) this.#arrived(frame.item);
        return;
      case 'pong':
        if (frame.head && !this.#kept) this.#reader.seek(frame.head);
        if (frame.settings) this.#listener.settings(frame.settings, frame.head?.timestamp ?? 0);
        return;
      case 'error':
        this.#disowned(frame);
    }
  }

  down(retryAt: number, { error = lineDown(), isUnexplained = false }: Loss = {}): void {
    this.#lost();
    // A room whose line never came up still shows what its log holds.
    if ((isUnexplained || !this.isLoaded) && !this.#reader.isBusy) this.#reader.read();
    this.#listener.status('disconnected', { error, retryAt });
  }

  refused(why: number | ChatError): void {
    this.#giveUp(typeof why === 'object' ? why : closedForGood(why));
  }

  /** One's own message was stored, but not pushed yet. */
  stored(item: Item): void {
    if (this.#kept) return;
    this.#heartbeat.expect(item.timestamp);
    this.#reader.note(item);
  }

  /** A page below what was known was read, with the first of that as its last. */
  filled(page: readonly Partial<Head>[]): void {
    this.#reader.filled(page);
  }

  /** This user may not read here any more. */
  end(error: ChatError): void {
    if (!this.#isOver) this.#giveUp(error);
  }

  /** Lets go of what was read: the next read starts anew. */
  forget(): void {
    this.#kept = [];
    this.#reader.forget();
  }

  /** Starts over at once, whatever is waited for. */
  reconnect(): void {
    this.#stop();
    this.#isOver = this.#isDozing = false;
    this.#socket.reconnect();
    this.#listener.status('connecting');
  }

  close(): void {
    this.#isOver = true;
    this.#unwatch();
    this.#unseen.cancel();
    this.#stop();
    this.#socket.close();
  }

  #sense(sign: Sign): void {
    if (sign === 'hidden' || sign === 'visible') this.#heartbeat.isHidden = sign === 'hidden';
    if (sign === 'hidden') this.#unseen.start(UNSEEN_MS, () => this.#doze());
    if (sign === 'visible') this.#unseen.cancel();
    // What befalls a page that nobody looks at does not wake it.
    if (this.#isOver || (this.#isDozing && sign !== 'visible')) return;
    if (sign === 'offline') this.#socket.drop();
    if (sign === 'back' || (sign === 'visible' && !this.#isUp)) this.reconnect();
    if (sign === 'visible' && !this.#kept) this.#heartbeat.ask();
    if (sign === 'leave') {
      // A page with an open line is not kept for the way back.
      this.#stop();
      this.#socket.close();
    }
  }

  #doze(): void {
    if (this.#isOver) return;
    if (this.#listener.isSending()) {
      this.#unseen.start(UNSENT_MS, () => this.#doze());
      return;
    }
    this.#isDozing = true;
    this.#stop();
    this.#socket.close();
    this.#listener.status('disconnected');
  }

  #disowned(body: ErrorBody): void {
    switch (body.error.code) {
      // The server knows this line no more, or not under its token: nothing would ever be pushed to it.
      case 'not_connected':
      case 'unauthorized':
        this.#socket.drop();
        return;
      case 'forbidden':
      case 'banned':
        this.#giveUp(ChatError.fromBody(body));
    }
  }

  #lost(): void {
    this.#isUp = false;
    this.#kept ??= [];
    this.#reader.isLive = false;
    this.#heartbeat.stop();
  }

  #stop(): void {
    this.#lost();
    this.#reader.stop();
  }

  #arrived(item: Item): void {
    this.#heartbeat.pushed(item.timestamp);
    if (this.#kept) this.#kept.push(item);
    else this.#take([item]);
  }

  /** The log is read. If the line is up, every message arrives from here on as it is written. */
  #current(): void {
    const kept = this.#kept;
    if (!kept || !this.#isUp) return;
    this.#kept = undefined;
    this.#reader.isLive = true;
    this.#heartbeat.start();
    if (kept.length > 0) this.#take(kept);
    if (this.#isUp) this.#listener.status('connected');
  }

  #take(items: readonly Item[]): void {
    this.#reader.take(items);
    this.#listener.items(items);
  }

  #failed(error: ChatError, delay: number | undefined): void {
    if (delay === undefined) this.#giveUp(error);
    // While messages arrive as they are written, a look for a missing one that fails is repeated quietly.
    else if (this.#kept) this.#listener.status('disconnected', { error, retryAt: Date.now() + delay });
  }

  #giveUp(error: ChatError): void {
    this.#isOver = true;
    this.#stop();
    this.#socket.close();
    this.#listener.status('failed', { error });
  }
}

function closedForGood(code: number): ChatError {
  const reason = `the server closed the line for good (${code})`;
  return new ChatError('refused', `unable to stay connected; ${reason}`);
}

function lineDown(): ChatError {
  return new ChatError('network', 'unable to stay connected; the line is down; trying again');
}
