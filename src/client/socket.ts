import type { ClientFrame, ServerFrame } from '../contract/index.js';
import { backoff, Wait } from './backoff.js';
import { Connection, STUCK_MS, type WebSocketClass } from './connection.js';
import type { ChatError } from './error.js';
import type { TokenSource } from './token-source.js';

/** How a line was lost. */
export interface Loss {
  /** No token was to be had. */
  readonly error?: ChatError | undefined;
  /** It did not come up under its token. A browser hides why; a page says it. */
  readonly isUnexplained?: boolean;
}

export interface SocketListener {
  open(): void;
  frame(frame: ServerFrame): void;
  /** The line is down, or did not come up; the next try starts at `retryAt` (milliseconds since the epoch). */
  down(retryAt: number, loss?: Loss): void;
  /** Another line took the place of one that would not have lived much longer. */
  renewed(): void;
  /** The server closed the line with a code that says not to come back, or the token is one that no line goes with. */
  refused(why: number | ChatError): void;
}

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

/** One room's line, made new whenever it breaks, until it is closed: when to try again is decided here. */
export class Socket {
  readonly #url: string;
  readonly #listener: SocketListener;
  readonly #WebSocket: WebSocketClass;
  readonly #tokens: TokenSource | undefined;
  /** Until the next try. */
  readonly #wait = new Wait();
  readonly #stable = new Wait();
  /** Until the line is renewed, then until the old one is closed. */
  readonly #life = new Wait();
  /** Ends the renewal of the line's token. */
  #unrenew: (() => void) | undefined;
  #line: Connection | undefined;
  /** The line that is to take over, then the one that was. */
  #other: Connection | undefined;
  #attempt = 0;

  constructor(url: string, WebSocket: WebSocketClass, listener: SocketListener, tokens?: TokenSource) {
    this.#url = url;
    this.#listener = listener;
    this.#WebSocket = WebSocket;
    this.#tokens = tokens;
    this.#open();
  }

  /** Sends now or not at all. */
  send(frame: ClientFrame): void {
    this.#line?.send(frame);
  }

  /** Gives the line up and opens another at once: somebody asked for it. */
  reconnect(): void {
    this.close();
    this.#attempt = 0;
    this.#tokens?.now?.hurry();
    this.#open();
  }

  /** Gives up a line that only seems to be there, and waits for the next try as after any loss. */
  drop(loss: Loss = {}): void {
    this.close();
    this.#attempt += 1;
    const delay = backoff(this.#attempt, FIRST_RETRY_MS) + (loss.error?.retryAfter ?? 0);
    this.#wait.start(delay, () => this.#open());
    this.#listener.down(Date.now() + delay, loss);
  }

  close(): void {
    const lines = [this.#line, this.#other];
    this.#line = this.#other = undefined;
    this.#unrenew?.();
    for (const wait of [this.#wait, this.#stable, this.#life]) wait.cancel();
    for (const line of lines) line?.close();
  }

  #open(): void {
    this.#line = this.#dial(() => {
      this.#stable.start(STABLE_MS, () => {
        this.#attempt = 0;
      });
      this.#live();
      this.#renewToken();
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
      this.#renewToken();
      this.#listener.renewed();
    });
    this.#other = next;
  }

  #dial(opened: () => void): Connection {
    let isUp = false;
    const token = this.#tokens?.load().then((tokens) => tokens.fresh('connect'));
    const listener = {
      open: () => {
        isUp = true;
        opened();
      },
      frame: (frame: ServerFrame) => {
        if (frame.type === 'error' && frame.error.code === 'unauthorized')
          this.#tokens?.now?.refuse(line.token);
        this.#listener.frame(frame);
      },
      ended: (why: number | ChatError) => {
        if (line === this.#other) this.#other = undefined;
        if (typeof why === 'object' && !why.retryable) this.#listener.refused(why);
        if (line !== this.#line) return;
        if (typeof why === 'object') this.drop({ error: why });
        else if (isFatal(why)) this.#listener.refused(why);
        else this.drop({ isUnexplained: !isUp && token !== undefined });
      },
    };
    const line = new Connection(this.#url, this.#WebSocket, listener, token);
    return line;
  }

  /** The lines do not break for another token, nor while none is to be had. */
  #renewToken(): void {
    this.#unrenew?.();
    this.#unrenew = this.#tokens?.now?.renew(
      (token) => {
        for (const line of [this.#line, this.#other]) line?.authorize(token);
      },
      (error) => this.#listener.refused(error),
    );
  }
}
