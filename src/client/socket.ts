import ReconnectingWebSocket from 'reconnecting-websocket';
import { type PingFrame, parseServerFrame, type ServerFrame } from '../contract/index.js';
import { backoff } from './backoff.js';

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
 * `reconnecting-websocket` 4.4.0 hangs for ever in some states, so an instance of it is used one way: it gets a plain
 * URL, no limit of tries and no queue, and to start over is to replace it.
 */
export class Socket {
  readonly #url: string;
  readonly #listener: SocketListener;
  readonly #WebSocket: WebSocketClass;
  #line: ReconnectingWebSocket | undefined;

  constructor(url: string, WebSocket: WebSocketClass, listener: SocketListener) {
    this.#url = url;
    this.#listener = listener;
    this.#WebSocket = withErrorListener(WebSocket);
    this.#line = this.#open();
  }

  /** Sends now or not at all: what a dead line would keep is out of date when it is back. */
  send(frame: PingFrame): void {
    if (this.#line?.readyState === ReconnectingWebSocket.OPEN) this.#line.send(JSON.stringify(frame));
  }

  /** Gives the line up and opens another at once. */
  reconnect(): void {
    this.close();
    this.#line = this.#open();
  }

  close(): void {
    const line = this.#line;
    this.#line = undefined;
    line?.close();
  }

  #open(): ReconnectingWebSocket {
    let retryAt = 0;
    let made: ReconnectingWebSocket | undefined;
    const line = new ReconnectingWebSocket(this.#url, [], {
      WebSocket: this.#WebSocket,
      connectionTimeout: CONNECT_MS,
      minUptime: STABLE_MS,
      maxEnqueuedMessages: 0,
      reconnectionDelayGrowFactor: 1,
      maxReconnectionDelay: Number.MAX_SAFE_INTEGER,
      // The library reads this before every try, its first inside the constructor: so each try gets a wait of its own.
      get minReconnectionDelay(): number {
        const delay = backoff(made?.retryCount ?? 1);
        retryAt = Date.now() + delay;
        return delay;
      },
    });
    made = line;
    const isCurrent = (): boolean => line === this.#line;
    line.addEventListener('open', () => {
      if (isCurrent()) this.#listener.open();
    });
    line.addEventListener('message', ({ data }) => {
      if (isCurrent()) this.#listener.frame(parseServerFrame(data));
    });
    line.addEventListener('close', () => {
      if (isCurrent()) this.#listener.down(retryAt);
    });
    return line;
  }
}

/**
 * The library stops listening before it closes a line that came up too late; in Node an `error` that nobody listens to
 * ends the process.
 */
function withErrorListener(Base: WebSocketClass): WebSocketClass {
  return class extends (Base as typeof WebSocket) {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('error', () => {});
    }
  };
}
