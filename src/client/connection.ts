import ReconnectingWebSocket from 'reconnecting-websocket';
import { type ClientFrame, parseServerFrame, protocolsOf, type ServerFrame } from '../contract/index.js';
import { Wait } from './backoff.js';
import type { ChatError } from './error.js';

/** The platform's `WebSocket`, or one with its interface. */
export interface WebSocketClass {
  new (url: string, protocols?: string | string[]): object;
  readonly CLOSING: number;
}

export interface ConnectionListener {
  open(): void;
  frame(frame: ServerFrame): void;
  /** It closed with this code, or had no token to come with. */
  ended(why: number | ChatError): void;
}

/** A cold `$connect` Lambda takes longer than the library's own 4 s. */
const CONNECT_MS = 15_000;

/** A library that still says nothing then, as one that slept with its machine may, is given up. */
export const STUCK_MS = CONNECT_MS + 5_000;

/** What a closed connection without a code says (RFC 6455, 7.1.5). */
const ABNORMAL = 1006;

/** A token that is not answered in this time is sent again. */
const ANSWER_MS = 10_000;

/**
 * One connection, from its only try to its end. Says nothing more once it is closed.
 *
 * `reconnecting-websocket` 4.4.0 hangs for ever in some states, waits in a rhythm that all tabs share and cannot be stopped while it waits.
 * So each try is an instance of its own, which never retries.
 */
export class Connection {
  readonly #url: string;
  readonly #WebSocket: WebSocketClass;
  readonly #listener: ConnectionListener;
  readonly #stuck = new Wait();
  /** Until the token is sent again. */
  readonly #answer = new Wait();
  #socket: ReconnectingWebSocket | undefined;
  #token: string | undefined;
  #isClosed = false;

  /** `token` is what to come with, where one is needed: the library would hang if its own provider of an address failed. */
  constructor(
    url: string,
    WebSocket: WebSocketClass,
    listener: ConnectionListener,
    token: Promise<string> | undefined,
  ) {
    this.#url = url;
    this.#WebSocket = withoutSurprises(WebSocket);
    this.#listener = listener;
    if (!token) this.#dial();
    else
      token.then(
        (given) => this.#dial(given),
        (error: ChatError) => this.#end(error),
      );
  }

  /** What it came with, or goes on under. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Sends now or not at all: what a dead line would keep is out of date when it is back. */
  send(frame: ClientFrame): void {
    if (this.#isOpen) this.#socket?.send(JSON.stringify(frame));
  }

  /** Goes on under another token. */
  authorize(token: string): void {
    this.#token = token;
    if (!this.#isOpen) return;
    this.send({ action: 'token', token });
    this.#answer.start(ANSWER_MS, () => this.authorize(token));
  }

  close(): void {
    this.#isClosed = true;
    this.#stuck.cancel();
    this.#answer.cancel();
    this.#socket?.close();
  }

  get #isOpen(): boolean {
    return this.#socket?.readyState === ReconnectingWebSocket.OPEN;
  }

  #dial(token?: string): void {
    if (this.#isClosed) return;
    this.#token ??= token;
    this.#stuck.start(STUCK_MS, () => this.#end(ABNORMAL));
    const socket = new ReconnectingWebSocket(this.#url, token === undefined ? [] : [...protocolsOf(token)], {
      WebSocket: this.#WebSocket,
      connectionTimeout: CONNECT_MS,
      maxRetries: 0,
      maxEnqueuedMessages: 0,
    });
    this.#socket = socket;
    socket.addEventListener('open', () => {
      if (this.#isClosed) return;
      this.#stuck.cancel();
      // Another came while it was under way.
      if (this.#token !== undefined && this.#token !== token) this.authorize(this.#token);
      this.#listener.open();
    });
    socket.addEventListener('message', ({ data }) => {
      if (this.#isClosed) return;
      const frame = parseServerFrame(data);
      if (frame.type === 'token') this.#answer.cancel();
      this.#listener.frame(frame);
    });
    socket.addEventListener('close', ({ code }) => this.#end(code));
  }

  #end(why: number | ChatError): void {
    if (this.#isClosed) return;
    this.close();
    this.#listener.ended(why);
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
