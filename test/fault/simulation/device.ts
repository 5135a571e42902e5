import type { WebSocketClass } from '../../../src/client/index.js';
import type { Faults } from './faults.js';
import type { Gateway, Peer } from './gateway.js';
import type { Trace } from './trace.js';
import { never, wait } from './virtual-time.js';

/** What answers REST requests, as API Gateway does with the functions behind it. */
export type Api = (request: Request, body: string) => Promise<Response>;

export interface Network {
  readonly api: Api;
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly trace: Trace;
}

/** Somebody's machine: its `fetch` and its `WebSocket`, and the network between these and the backend. */
export class Device {
  readonly who: string;
  readonly network: Network;
  readonly WebSocket: WebSocketClass;
  readonly #lines = new Set<Line>();
  /** A request that nobody holds is collected, and its signal with it: then nothing would end one that hangs. */
  readonly #requests = new Set<Request>();
  #isOnline = true;

  constructor(who: string, network: Network) {
    this.who = who;
    this.network = network;
    const device = this;
    this.WebSocket = class extends Line {
      constructor(url: string) {
        super(url, device);
        device.#lines.add(this);
      }
    };
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = input instanceof Request ? input : new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    this.#requests.add(request);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    return Promise.race([this.#exchange(request), aborted]).finally(() => this.#requests.delete(request));
  };

  /** Nothing leaves and nothing arrives for a while; only sometimes does the platform say so to its sockets. */
  async goOffline(milliseconds: number): Promise<void> {
    const { faults } = this.network;
    this.#isOnline = false;
    faults.record('a device was offline', this.who);
    for (const line of this.#lines) line.cut(faults.random.chance(0.5));
    await wait(milliseconds);
    this.#isOnline = true;
    this.network.trace.add(this.who, 'is online again');
  }

  /** Cuts every line: one that `isTold` closes here, one that is not looks open. */
  cut(isTold: boolean): void {
    for (const line of this.#lines) {
      if (line.readyState !== Line.OPEN) continue;
      this.network.faults.record(isTold ? 'a socket was closed' : 'a socket died unnoticed', this.who);
      line.cut(isTold);
    }
  }

  forget(line: Line): void {
    this.#lines.delete(line);
  }

  async #exchange(request: Request): Promise<Response> {
    const { faults, api } = this.network;
    const body = await request.text();
    await wait(this.latency());
    if (!this.#isOnline) throw new TypeError('fetch failed');
    if (faults.strikes('a request was lost', this.who)) return this.#silence();
    const answer = await api(request, body);
    if (faults.strikes('an answer was lost', this.who)) return this.#silence();
    await wait(this.latency());
    if (!this.#isOnline) throw new TypeError('fetch failed');
    return answer;
  }

  latency(): number {
    return this.network.faults.random.between(5, 60);
  }

  /** A connection that is reset, or one that just says nothing any more. */
  #silence(): Promise<never> {
    if (this.network.faults.random.chance(0.5)) throw new TypeError('fetch failed');
    return never();
  }
}

/** A device's `WebSocket`. */
class Line extends EventTarget implements Peer {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly url: string;
  readonly protocol = '';
  readonly extensions = '';
  readonly bufferedAmount = 0;
  binaryType = 'blob';
  readyState: number = Line.CONNECTING;
  readonly #device: Device;
  #connectionId: string | undefined;
  /** Neither side hears of the other any more. */
  #isCut = false;
  /** What was pushed before this end knew that it is connected. */
  readonly #early: string[] = [];

  constructor(url: string, device: Device) {
    super();
    this.url = url;
    this.#device = device;
    void this.#connect();
  }

  get who(): string {
    return this.#device.who;
  }

  async send(data: string): Promise<void> {
    const { gateway } = this.#device.network;
    await wait(this.#device.latency());
    if (!this.#isCut && this.#connectionId) await gateway.receive(this.#connectionId, data);
  }

  async close(code = 1000): Promise<void> {
    if (this.readyState >= Line.CLOSING) return;
    const wasOpen = this.readyState === Line.OPEN;
    this.readyState = Line.CLOSING;
    await wait(this.#device.latency());
    this.#closed(wasOpen ? code : 1006);
  }

  /** From here on nothing passes. `isTold` says whether this end hears of it; the other may or may not. */
  cut(isTold: boolean): void {
    this.#isCut = true;
    if (this.#device.network.faults.random.chance(0.5)) this.#leave();
    if (isTold) this.#closed(1006);
  }

  deliver(data: string): void {
    if (this.readyState === Line.CONNECTING) this.#early.push(data);
    if (this.#isCut || !this.#device.isOnline || this.readyState !== Line.OPEN) return;
    this.#device.network.trace.add(this.who, `← ${data}`);
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  async #connect(): Promise<void> {
    const { gateway, faults } = this.#device.network;
    await wait(this.#device.latency());
    const isRefused = !this.#device.isOnline || faults.strikes('a handshake was refused', this.who);
    if (isRefused || this.readyState !== Line.CONNECTING) return this.#closed(1006);
    const query = Object.fromEntries(new URL(this.url).searchParams);
    this.#connectionId = await gateway.connect(this, query);
    await wait(this.#device.latency());
    const isLost = this.#connectionId === undefined || this.#isCut || this.readyState !== Line.CONNECTING;
    if (isLost || !this.#device.isOnline) return this.#closed(1006);
    this.readyState = Line.OPEN;
    this.dispatchEvent(new Event('open'));
    for (const data of this.#early) this.deliver(data);
  }

  #closed(code: number): void {
    this.#leave();
    if (this.readyState === Line.CLOSED) return;
    this.readyState = Line.CLOSED;
    this.#device.forget(this);
    this.#device.network.trace.add(this.who, `closed ${this.#connectionId ?? 'a line'} with ${code}`);
    if (code === 1006) this.dispatchEvent(new Event('error'));
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '', wasClean: code !== 1006 }));
  }

  #leave(): void {
    if (this.#connectionId) void this.#device.network.gateway.end(this.#connectionId);
  }
}
