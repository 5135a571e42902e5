import ReconnectingWebSocket from 'reconnecting-websocket';
import { type PingFrame, parseServerFrame, type ServerFrame } from '../contract/index.js';
import { backoff, Wait } from './backoff.js';

/** The platform's `WebSocket`, or one with its interface. */
export interface WebSocketClass {
  new (url: string, protocols?: string | string[]): object;
  readonly CLOSING: number;
}

export interface SocketListener {
  open(): void;
  frame(frame: ServerFrame): void;
  /** The line is down, or did not come up; the next try starts at `retryAt` (milliseconds since the epoch). */
  down(retryAt: number): void;
}

/** A cold `$connect` Lambda takes longer than the library's own 4 s. */
const CONNECT_MS = 15_000;

/** A line that stayed up this long counts as good: the next failure starts with the shortest wait again. */
const STABLE_MS = 5_000;

/**
 * One room's line, made new whenever it breaks, until it is closed.
 *
 * `reconnecting-websocket` 4.4.0 hangs for ever in some states, waits in a rhythm that all tabs share and cannot be stopped while it waits.
 * So each try is an instance of its own, which never retries; when to try again is decided here.
 */
export class Socket {
  readonly #url: string;
  readonly #listener: SocketListener;
  readonly #WebSocket: WebSocketClass;
  readonly #wait = new Wait();
  readonly #stable = new Wait();
  #line: ReconnectingWebSocket | undefined;
  #attempt = 0;

  constructor(url: string, WebSocket: WebSocketClass, listener: SocketListener) {
    this.#url = url;
    this.#listener = listener;
    this.#WebSocket = withoutSurprises(WebSocket);
    this.#open();
  }

  /** Sends now or not at all: what a dead line would keep is out of date when it is back. */
  send(frame: PingFrame): void {
    if (this.#line?.readyState === ReconnectingWebSocket.OPEN) this.#line.send(JSON.stringify(frame));
  }

  /** Gives the line up and opens another at once: somebody asked for it. */
  reconnect(): void {
    this.close();
    this.#attempt = 0;
    this.#open();
  }

  /** Gives up a line that only seems to be there, and waits for the next try as after any loss. */
  drop(): void {
    this.close();
    this.#attempt += 1;
    const delay = backoff(this.#attempt);
    this.#wait.start(delay, () => this.#open());
    this.#listener.down(Date.now() + delay);
  }

  close(): void {
    const line = this.#line;
    this.#line = undefined;
    this.#wait.cancel();
    this.#stable.cancel();
    line?.close();
  }

  #open(): void {
    const line = new ReconnectingWebSocket(this.#url, [], {
      WebSocket: this.#WebSocket,
      connectionTimeout: CONNECT_MS,
      maxRetries: 0,
      maxEnqueuedMessages: 0,
    });
    this.#line = line;
    // A line that was given up has nothing more to say.
    const isCurrent = (): boolean => line === this.#line;
    line.addEventListener('open', () => {
      if (!isCurrent()) return;
      this.#stable.start(STABLE_MS, () => {
        this.#attempt = 0;
      });
      this.#listener.open();
    });
    line.addEventListener('message', ({ data }) => {
      if (isCurrent()) this.#listener.frame(parseServerFrame(data));
    });
    line.addEventListener('close', () => {
      if (isCurrent()) this.drop();
    });
  }
}

/**
 * The library waits for ever for a socket whose constructor throws (a page's policy, an address that is none): here such a
 * one closes like any other. And it stops listening before it closes a line that came up too late; in Node an `error` that
 * nobody listens to ends the process.
 */
function withoutSurprises(Base: WebSocketClass): WebSocketClass {
  function Guarded(url: string, protocols?: string | string[]): object {
    try {
      const socket = new Base(url, protocols) as WebSocket;
      socket.addEventListener('error', () => {});
      return socket;
    } catch {
      const closed = Object.assign(new EventTarget(), { readyState: 3, close: () => {} });
      setTimeout(() => closed.dispatchEvent(new Event('close')));
      return closed;
    }
  }
  return Object.assign(Guarded, { CLOSING: 2 }) as unknown as WebSocketClass;
}
