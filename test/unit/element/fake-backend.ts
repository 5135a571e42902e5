/**
 * What `fetch` and `WebSocket` meet in tests of the attributes: a backend whose rooms begin empty, that stores what is put, and
 * that records who connected, and by which tokens. `installBackend()` in `beforeEach`, `backend.restore()` in `afterEach`.
 *
 * To extend it: a new answer goes into `#answer`, a new push into `FakeSocket`.
 */
export interface Line {
  readonly url: URL;
  /** The token that it offers. */
  readonly token: string | undefined;
  isOpen: boolean;
}

interface StoredItem {
  readonly room_id: string;
  readonly timestamp: number;
}

export function installBackend() {
  const { fetch, WebSocket } = globalThis;
  // A page keeps a room for a moment after its box went: each test has a backend of its own.
  // What one test leaves to be sent is none of the next one's, also where browsers share what they keep between files.
  const host = `chat-${crypto.randomUUID()}.test`;
  const lines: Line[] = [];
  const items: StoredItem[] = [];
  const backend = {
    addresses: { api: `http://${host}`, socket: `ws://${host}` },
    lines,
    puts: [] as Record<string, unknown>[],
    /** What came with each of `puts`. */
    putTokens: [] as (string | undefined)[],
    /** What came with each request; undefined for none. */
    tokens: [] as (string | undefined)[],
    isDown: false,
    /** The code of the error that all requests and lines are refused with. */
    refusal: undefined as 'unauthorized' | 'forbidden' | 'banned' | undefined,
    /** The connections that are open, as "room user". */
    get connected(): string[] {
      return lines
        .filter(({ isOpen }) => isOpen)
        .map(({ url }) => `${url.searchParams.get('room_id')} ${url.searchParams.get('user_id')}`);
    },
    restore: () => Object.assign(globalThis, { fetch, WebSocket }),
  };

  class FakeSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly url: string;
    readonly line: Line;
    binaryType = 'blob';
    readyState = 0;
    onopen: ((event: Event) => void) | undefined;
    onclose: ((event: Event) => void) | undefined;
    onmessage: ((event: Event) => void) | undefined;
    onerror: ((event: Event) => void) | undefined;

    constructor(url: string, protocols: string | readonly string[] = []) {
      super();
      this.url = url;
      const offer = [protocols].flat().find((protocol) => protocol.startsWith('token.'));
      this.line = { url: new URL(url), token: offer?.slice('token.'.length), isOpen: false };
      lines.push(this.line);
      queueMicrotask(() => (backend.isDown || backend.refusal ? this.close() : this.#open()));
    }

    send(): void {}

    close(): void {
      if (this.readyState === FakeSocket.CLOSED) return;
      this.readyState = FakeSocket.CLOSED;
      this.line.isOpen = false;
      queueMicrotask(() => this.#fire(new CloseEvent('close', { code: 1000 })));
    }

    #open(): void {
      if (this.readyState !== FakeSocket.CONNECTING) return;
      this.readyState = FakeSocket.OPEN;
      this.line.isOpen = true;
      this.#fire(new Event('open'));
    }

    #fire(event: Event): void {
      this.dispatchEvent(event);
      this[`on${event.type as 'open' | 'close'}`]?.(event);
    }
  }

  const tokenIn = ({ headers }: Request) => headers.get('authorization')?.replace('Bearer ', '');
  const answer = async (request: Request): Promise<Response> => {
    if (backend.isDown) throw new TypeError('Failed to fetch');
    backend.tokens.push(tokenIn(request));
    const { refusal: code } = backend;
    if (code) {
      const error = { code, message: 'unable to answer; no', retryable: false };
      return Response.json({ error }, { status: code === 'unauthorized' ? 401 : 403 });
    }
    const { searchParams } = new URL(request.url);
    if (request.method !== 'PUT') {
      const isAsked = ({ room_id, timestamp }: StoredItem) =>
        room_id === searchParams.get('room_id') && timestamp > Number(searchParams.get('after'));
      return Response.json(items.filter(isAsked));
    }
    const { text: message, ...body } = (await request.json()) as { text: string; room_id: string };
    backend.puts.push({ ...body, text: message });
    backend.putTokens.push(tokenIn(request));
    const item = { ...body, message, timestamp: Date.now() + items.length, seq: backend.puts.length };
    items.push(item);
    return Response.json(item);
  };
  Object.assign(globalThis, {
    fetch: (input: RequestInfo | URL, init?: RequestInit) => answer(new Request(input, init)),
    WebSocket: FakeSocket,
  });
  return backend;
}
