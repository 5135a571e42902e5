import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { EventLog } from './event-log.js';
import { reset } from './reset.js';
import type { Rules, Side } from './rule.js';

/** The two WebSockets of a proxied connection, and the TCP connection under the client's. */
export interface Ends {
  readonly client: WebSocket;
  readonly server: WebSocket;
  readonly tcp: Socket;
}

/** One WebSocket through the proxy: what comes in at one end goes out at the other, unless a rule decides otherwise. */
export class Line {
  readonly client: string;
  /** Which of its client's handshakes it came from, from 1. */
  readonly nth: number;
  readonly #ends: Ends;
  readonly #rules: Rules;
  readonly #events: EventLog;
  readonly #suppressed = new Set<Side>();
  #isOpen = true;

  constructor(client: string, nth: number, ends: Ends, rules: Rules, events: EventLog) {
    this.client = client;
    this.nth = nth;
    this.#ends = ends;
    this.#rules = rules;
    this.#events = events;
    this.#join('client', 'server');
    this.#join('server', 'client');
    events.add({ type: 'open', client, nth });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The client's TCP connection is reset: no close frame, no code. */
  cut(): void {
    if (!this.#ended('proxy', 1006)) return;
    reset(this.#ends.tcp);
    this.#ends.server.terminate();
  }

  /** As if the server closed it. */
  close(code: number): void {
    if (!this.#ended('proxy', code)) return;
    this.#ends.client.close(code);
    this.#ends.server.terminate();
  }

  /** Leaves nothing, not even a closing handshake under way. */
  destroy(): void {
    this.cut();
    this.#ends.client.terminate();
    this.#ends.server.terminate();
  }

  /** Half-open: from now on nothing reaches this side, and nobody is told. */
  suppress(to: Side): void {
    this.#suppressed.add(to);
  }

  /** Sends what nobody sent. */
  inject(to: Side, data: string | Buffer): void {
    if (!this.#suppressed.has(to)) this.#ends[to].send(data);
  }

  #join(from: Side, to: Side): void {
    const source = this.#ends[from];
    source.on('error', () => {});
    source.on('message', (raw, isBinary) => {
      if (isBinary) return this.inject(to, raw as Buffer);
      const data = String(raw);
      const { client, nth } = this;
      this.#events.add({ type: 'frame', client, nth, to, data });
      const pass = (text = data): void => this.inject(to, text);
      const act = this.#rules.frame(this, to, data);
      if (act) void act({ data, line: this, pass });
      else pass();
    });
    source.on('close', (code) => {
      if (!this.#ended(from, code)) return;
      // These two say that there was no close frame, or none with a code: they cannot be sent.
      if (code !== 1006) this.#ends[to].close(code === 1005 ? undefined : code);
      else if (to === 'server') this.#ends.server.terminate();
      else reset(this.#ends.tcp);
    });
  }

  #ended(by: Side | 'proxy', code: number): boolean {
    if (!this.#isOpen) return false;
    this.#isOpen = false;
    this.#events.add({ type: 'closed', client: this.client, nth: this.nth, by, code });
    return true;
  }
}
