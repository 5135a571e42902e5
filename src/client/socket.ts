import ReconnectingWebSocket from 'reconnecting-websocket';
import { type ClientFrame, parseServerFrame, type ServerFrame } from '../contract/index.js';
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
  /** Another line took the place of one that would not have lived much longer. */
  renewed(): void;
  /** The server closed the line with a code that says not to come back. */
  refused(code: number): void;
}

/** A cold `$connect` Lambda takes longer than the library's own 4 s. */
const CONNECT_MS = 15_000;

/** A library that still says nothing then, as one that slept with its machine may, is given up. */
const STUCK_MS = CONNECT_MS + 5_000;

/** A line that stayed up this long counts as good: the next failure starts with the shortest wait again. */
const STABLE_MS = 5_000;

/** Those who lost one server together come back over four seconds: an account may open 500 connections in one. */
const FIRST_RETRY_MS = 4_000;

/** API Gateway closes every line after 2 hours: another takes over before, at a time of each client's own. */
const LIFE_MS = 110 * 60_000;
const LIFE_SPREAD_MS = 5 * 60_000;

/** How long the old line stays: the fan-out may not see the new one yet. */
const LINGER_MS = 10_000;

/** Protocol errors and policies (RFC 6455, 7.4.1), and what a server of ours may send: the same client is closed again. */
function isFatal(code: number): boolean {
  return [1003, 1007, 1008, 1010].includes(code) || (code >= 4400 && code < 4500);
}

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
  /** Until the next try. */
  readonly #wait = new Wait();
  readonly #stuck = new Wait();
  readonly #stable = new Wait();
  /** Until the line is renewed, then until the old one is closed. */
  readonly #life = new Wait();
  #line: ReconnectingWebSocket | undefined;
  /** The line that is to take over, then the one that was. */
  #other: ReconnectingWebSocket | undefined;
  #attempt = 0;

  constructor(url: string, WebSocket: WebSocketClass, listener: SocketListener) {
    this.#url = url;
    this.#listener = listener;
    this.#WebSocket = withoutSurprises(WebSocket);
    this.#open();
  }

  /** Sends now or not at all: what a dead line would keep is out of date when it is back. */
  send(frame: ClientFrame): void {
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
    const delay = backoff(this.#attempt, FIRST_RETRY_MS);
    this.#wait.start(delay, () => this.#open());
    this.#listener.down(Date.now() + delay);
  }

  close(): void {
    const lines = [this.#line, this.#other];
    this.#line = this.#other = undefined;
    for (const wait of [this.#wait, this.#stuck, this.#stable, this.#life]) wait.cancel();
    for (const line of lines) line?.close();
  }

  #open(): void {
    this.#stuck.start(STUCK_MS, () => this.drop());
    this.#line = this.#dial(() => {
      this.#stuck.cancel();
      this.#stable.start(STABLE_MS, () => {
        this.#attempt = 0;
      });
      this.#live();
      this.#listener.open();
    });
  }

  #live(): void {
    this.#life.start(LIFE_MS + Math.random() * LIFE_SPREAD_MS, () => this.#renew());
  }

  /** Opens the next line before this one is closed. While that fails, this one stays. */
  #renew(): void {
    this.#life.start(STUCK_MS, () => this.#renew());
    this.#other?.close();
    const next = this.#dial(() => {
      this.#other = this.#line;
      this.#line = next;
      this.#life.start(LINGER_MS, () => {
        const old = this.#other;
        this.#other = undefined;
        old?.close();
        this.#live();
      });
      this.#listener.renewed();
    });
    this.#other = next;
  }

  #dial(opened: () => void): ReconnectingWebSocket {
    const line = new ReconnectingWebSocket(this.#url, [], {
      WebSocket: this.#WebSocket,
      connectionTimeout: CONNECT_MS,
      maxRetries: 0,
      maxEnqueuedMessages: 0,
    });
    // A line that was given up has nothing more to say.
    const isOurs = (): boolean => line === this.#line || line === this.#other;
    line.addEventListener('open', () => {
      if (isOurs()) opened();
    });
    line.addEventListener('message', ({ data }) => {
      if (isOurs()) this.#listener.frame(parseServerFrame(data));
    });
    line.addEventListener('close', ({ code }) => {
      if (line === this.#other) this.#other = undefined;
      if (line !== this.#line) return;
      if (isFatal(code)) this.#listener.refused(code);
      else this.drop();
    });
    return line;
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
