import type { WebSocketClass } from '../../src/client/index.js';
import { type Item, LIMITS, NEXT_HEADER, type ServerFrame } from '../../src/contract/index.js';

export const ADDRESSES = { api: 'http://memory.test', socket: 'ws://memory.test' } as const;

/** What a request costs, on the clock that the test moves. */
const LATENCY_MS = 10;

const IDLE_MS = 10 * 60_000;
const LIFE_MS = 2 * 60 * 60_000;

type Place = Required<Pick<Item, 'timestamp' | 'seq'>>;

/**
 * One room's backend inside the test, speaking the real wire under whatever clock is installed, so that hours pass in no time.
 * It closes lines as API Gateway does, and can leave a place empty, push to nobody, go silent and refuse.
 */
export class MemoryBackend {
  readonly items: Item[] = [];
  readonly requests: { readonly method: string; readonly at: number }[] = [];
  /** When each handshake was asked for. */
  readonly handshakes: number[] = [];
  readonly lines = new Set<MemorySocket>();
  /** Decides whether a handshake is accepted. */
  accepts: (nth: number) => boolean = () => true;
  /** Which items reach which lines. */
  pushes: (item: Item, line: MemorySocket) => boolean = () => true;
  #head: Place | null = null;

  constructor(readonly room_id = 'r') {}

  /** For `createChatClient`. */
  get transport() {
    const backend = this;
    return {
      ...ADDRESSES,
      fetch: ((input, init) => backend.#answer(new Request(input, init))) as typeof fetch,
      WebSocket: class extends MemorySocket {
        constructor(url: string) {
          super(url, backend);
        }
      } as unknown as WebSocketClass,
    };
  }

  /** Stores a message and pushes it. */
  write(message: string, fields: Partial<Item> = {}): Item {
    const item = this.land(this.take(), message, fields);
    for (const line of this.lines) if (this.pushes(item, line)) line.receive(JSON.stringify(item));
    return item;
  }

  /** Takes the next place of the log, which stays empty until something lands there. */
  take(): Place {
    const { timestamp, seq } = this.#head ?? { timestamp: 0, seq: 0 };
    const next = Math.max(Date.now(), Math.round(timestamp * 1000 + 1) / 1000);
    this.#head = { timestamp: next, seq: seq + 1 };
    return this.#head;
  }

  /** Stores a message at a place, and pushes it to nobody. */
  land(place: Place, message: string, { user_id = 'writer', name = 'Writer', id }: Partial<Item> = {}): Item {
    const { room_id } = this;
    const item = { room_id, ...place, user_id, name, message, id: id ?? `id ${place.seq}` };
    this.items.push(item);
    this.items.sort((a, b) => a.timestamp - b.timestamp);
    return item;
  }

  /** Every line is gone, without a close frame. */
  cut(): void {
    for (const line of [...this.lines]) line.end(1006);
  }

  /** What a ping is answered with. */
  pong(): object {
    const pong: ServerFrame = { type: 'pong', head: this.#head };
    return pong;
  }

  async #answer(request: Request): Promise<Response> {
    const { method, url, signal } = request;
    this.requests.push({ method, at: Date.now() });
    const body = method === 'PUT' ? ((await request.json()) as Record<string, string>) : undefined;
    await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
    signal.throwIfAborted();
    if (!body) return this.page(new URL(url).searchParams);
    const { user_id, id = '' } = body;
    const stored = this.items.find((item) => item.id === id && item.user_id === user_id);
    return Response.json(stored ?? this.write(body['text'] ?? '', body));
  }

  /** As `GET /chat` answers. */
  page(query: URLSearchParams): Response {
    const number = (name: string): number | undefined =>
      query.has(name) ? Number(query.get(name)) : undefined;
    const [after, before, limit = LIMITS.page] = ['after', 'before', 'limit'].map(number);
    const meant = this.items.filter(
      ({ timestamp }) => (after ?? -1) < timestamp && timestamp < (before ?? Number.POSITIVE_INFINITY),
    );
    const page = after === undefined ? meant.slice(-limit) : meant.slice(0, limit);
    const edge = after === undefined ? page[0] : page.at(-1);
    const headers: Record<string, string> =
      edge && page.length < meant.length ? { [NEXT_HEADER]: String(edge.timestamp) } : {};
    return Response.json(page, { headers });
  }
}

/** A client's end of a line to a `MemoryBackend`. */
export class MemorySocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly url: string;
  binaryType = 'blob';
  readyState = MemorySocket.CONNECTING;
  /** The network swallows what is sent either way, and nobody is told. */
  isDead = false;
  /** What the client sent. */
  readonly sent: { readonly data: string; readonly at: number }[] = [];
  readonly #backend: MemoryBackend;
  readonly #life: ReturnType<typeof setTimeout>;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string, backend: MemoryBackend) {
    super();
    this.url = url;
    this.#backend = backend;
    backend.handshakes.push(Date.now());
    const isAccepted = backend.accepts(backend.handshakes.length);
    this.#life = setTimeout(() => this.end(1001), LIFE_MS);
    setTimeout(() => (isAccepted ? this.#open() : this.end(1006)), LATENCY_MS);
  }

  send(data: string): void {
    this.sent.push({ data, at: Date.now() });
    if (this.isDead) return;
    this.#touch();
    setTimeout(() => this.receive(JSON.stringify(this.#backend.pong())), LATENCY_MS);
  }

  /** A frame from the backend. */
  receive(data: string): void {
    if (this.isDead || this.readyState !== MemorySocket.OPEN) return;
    this.#touch();
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  close(code = 1000): void {
    this.end(code);
  }

  end(code: number): void {
    if (this.readyState === MemorySocket.CLOSED) return;
    this.readyState = MemorySocket.CLOSED;
    clearTimeout(this.#life);
    clearTimeout(this.#idle);
    this.#backend.lines.delete(this);
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '', wasClean: code !== 1006 }));
  }

  #open(): void {
    if (this.readyState !== MemorySocket.CONNECTING) return;
    this.readyState = MemorySocket.OPEN;
    this.#backend.lines.add(this);
    this.#touch();
    this.dispatchEvent(new Event('open'));
  }

  #touch(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.end(1001), IDLE_MS);
  }
}
