import {
  type ChatClientOptions,
  createChatClient,
  type GetToken,
  type Room,
  type TokenRequest,
  type WebSocketClass,
} from '../../../src/client/index.js';
import type { TokenSource } from '../../../src/client/token-source.js';
import type { Tokens } from '../../../src/client/tokens.js';
import {
  type Head,
  type Item,
  LIMITS,
  NEXT_HEADER,
  offeredToken,
  type Right,
  type RoomSettings,
  rightsIn,
  WireError,
  type WireErrorCode,
} from '../../../src/contract/index.js';

// They come with their first use, but for that the clock of a test does not stand still.
import '../../../src/client/changes.js';
import '../../../src/client/pages.js';
import '../../../src/client/tokens.js';

const ROOM = 'r';
const BASE64 = { '+': '-', '/': '_', '=': '' } as const;

/** What the backend saw of a request. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly token: string | undefined;
  readonly body: Record<string, unknown> | undefined;
}

interface TokenOptions {
  readonly sub?: string;
  readonly name?: string;
  readonly rights?: readonly Right[];
  /** Seconds. */
  readonly life?: number;
  /** How far the signing server's clock is from this one, in seconds. */
  readonly skew?: number;
}

/** These as a room has them, loaded. */
export function sourceOf(tokens: Tokens): TokenSource {
  return { now: tokens, load: async () => tokens, changed: () => {} };
}

let tokens = 0;

/** A token as a site's server makes it, but for its signature: each is another. */
export function tokenOf({
  sub = 'mina',
  name = 'Mina',
  rights = ['read', 'write'],
  ...time
}: TokenOptions = {}) {
  const iat = Math.floor(Date.now() / 1_000) + (time.skew ?? 0);
  const claims = { jti: ++tokens, sub, name, rooms: { [ROOM]: rights }, iat, exp: iat + (time.life ?? 300) };
  return ['header', JSON.stringify(claims), 'signature'].map(encoded).join('.');
}

export function encoded(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replace(/[+/=]/g, (found) => BASE64[found as keyof typeof BASE64]);
}

function claimsOf(token: string) {
  const bytes = atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))) as {
    sub: string;
    name: string;
    exp: number;
    rooms: Record<string, Right[]>;
  };
}

/** Real in all but the way its text is read: under a clock that stands still that must not take time. */
class Answer extends Response {
  readonly #text: string;
  constructor(body: unknown, init?: ResponseInit) {
    super(null, init);
    this.#text = JSON.stringify(body);
  }
  override async text(): Promise<string> {
    return this.#text;
  }
}

/**
 * One room's backend with room tokens, in memory and under whatever clock is installed. `refusal` and `verify` make it refuse;
 * `write` and `change` are somebody else's.
 */
export class TokenBackend {
  /** The log: messages as they are now, and changes. */
  readonly log: Item[] = [];
  readonly requests: Seen[] = [];
  /** All lines that were asked for, the last one last. */
  readonly lines: Line[] = [];
  settings: RoomSettings = { frozen: false, slow: 0 };
  /** An error to answer a request with. */
  refusal: (seen: Seen) => WireError | undefined = () => undefined;
  /** An error for a token that is otherwise good. */
  verify: (token: string) => WireErrorCode | undefined = () => undefined;
  /** Whether lines get pushes. */
  isPushing = true;
  #head: Head | null = null;
  readonly #working = new Set<Promise<unknown>>();

  get open(): Line[] {
    return this.lines.filter(({ readyState }) => readyState === 1);
  }

  /** A client of this backend in its room. */
  enter(getToken: GetToken, options: Partial<ChatClientOptions> = {}): Room {
    const backend = this;
    const transport = {
      api: 'http://localhost',
      socket: 'ws://localhost',
      fetch: ((input, init) => backend.#hear(new Request(input, init))) as typeof fetch,
      WebSocket: class extends Line {
        constructor(url: string, protocols?: string[]) {
          super(url, protocols ?? [], backend);
        }
      } as unknown as WebSocketClass,
    };
    const user = { id: 'mina', name: 'Mina' };
    return createChatClient({ ...transport, user, storage: null, getToken, ...options }).room(ROOM);
  }

  /** Resolves when no request is under way. */
  async idle(): Promise<void> {
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  write(message: string, fields: Partial<Item> = {}): Item {
    return this.#append({ user_id: 'ada', name: 'Ada', role: 'user', message, ...fields });
  }

  change(kind: string, fields: Partial<Item> & { readonly text?: string } = {}): Item {
    const { text = '', ...rest } = fields;
    const item = this.#append(
      { user_id: 'ada', name: 'Ada', role: 'moderator', message: '', ...rest, kind },
      text,
    );
    return item;
  }

  /** The message of this place, as it is now. */
  row(timestamp: number | undefined): Item | undefined {
    return this.log.find((item) => item.timestamp === timestamp && item.kind === undefined);
  }

  pong(): object {
    return { type: 'pong', head: this.#head, settings: this.settings };
  }

  /** Who shows this; throws. */
  identify(token: string | undefined) {
    const code = token === undefined ? 'unauthorized' : this.verify(token);
    if (token === undefined || code) throw refused(code ?? 'unauthorized');
    const claims = claimsOf(token);
    if (claims.exp * 1_000 <= Date.now()) throw refused('unauthorized');
    return { ...claims, rights: rightsIn(claims.rooms, ROOM) };
  }

  #append(fields: Omit<Item, 'room_id' | 'timestamp'>, text = ''): Item {
    const { timestamp = 0, seq = 0 } = this.#head ?? {};
    this.#head = { timestamp: Math.max(Date.now(), timestamp + 1), seq: seq + 1 };
    const item: Item = { room_id: ROOM, id: `id ${seq + 1}`, ...fields, ...this.#head };
    this.log.push(item);
    const { kind } = item;
    const target = this.row(item.target);
    if (target && (kind === 'edit' || kind === 'delete')) {
      const erased = kind === 'delete' && { erased: true };
      const state = { ...target, message: kind === 'edit' ? text : '', edited_at: item.timestamp, ...erased };
      this.log[this.log.indexOf(target)] = state;
    }
    if (kind?.endsWith('freeze')) this.settings = { ...this.settings, frozen: kind === 'freeze' };
    if (kind === 'slow') this.settings = { ...this.settings, slow: item.seconds ?? 0 };
    const whole = this.#whole(item);
    if (this.isPushing)
      for (const line of this.open) line.push(kind ? { type: 'change', item: whole } : item);
    return whole;
  }

  #whole(item: Item): Item {
    const state = item.kind === undefined ? undefined : this.row(item.target);
    return state ? { ...item, state } : item;
  }

  #hear(request: Request): Promise<Response> {
    const answer = this.#answer(request);
    this.#working.add(answer);
    void answer.finally(() => this.#working.delete(answer));
    return answer;
  }

  async #answer(request: Request): Promise<Response> {
    const { method, url, headers } = request;
    const body = method === 'PUT' ? ((await request.json()) as Record<string, string>) : undefined;
    const token = headers.get('Authorization')?.replace(/^Bearer /, '');
    const seen = { method, url, token, body };
    this.requests.push(seen);
    try {
      const error = this.refusal(seen);
      if (error) throw error;
      const { sub, name, rights } = this.identify(token);
      if (!rights.includes(body ? 'write' : 'read')) throw refused('forbidden');
      if (!body) return this.#page(new URL(url).searchParams);
      if (body['user_id'] !== sub || body['name'] !== name) throw refused('forbidden');
      const { user_id, id, text = '', kind, target, subject, seconds } = body;
      const stored = this.log.find((item) => item.id === id && item.user_id === user_id);
      const sender = { user_id: sub, name, id: `${id}`, role: 'user' as const };
      if (stored) return new Answer(this.#whole(stored));
      if (!kind) return new Answer(this.write(text, sender));
      const what = {
        target: Number(target),
        ...(subject && { subject }),
        ...(seconds && { seconds: Number(seconds) }),
      };
      return new Answer(this.change(kind, { ...sender, ...what, text }));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const wait: Record<string, string> = error.retryable ? { 'Retry-After': `${error.retryAfter}` } : {};
      return new Answer(error, { status: error.status, headers: wait });
    }
  }

  #page(query: URLSearchParams): Response {
    const limit = Number(query.get('limit') ?? LIMITS.page);
    const after = query.has('after') ? Number(query.get('after')) : undefined;
    const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
    const meant = this.log.filter(
      ({ timestamp, kind }) =>
        timestamp > (after ?? -1) &&
        timestamp < before &&
        (kind === undefined || query.get('changes') === 'true'),
    );
    const messages = meant.filter(({ kind }) => kind === undefined);
    const kept = after === undefined ? messages.slice(-limit) : messages.slice(0, limit);
    const isWhole = kept.length === messages.length;
    const [low, high] = [kept[0]?.timestamp ?? 0, kept.at(-1)?.timestamp ?? 0];
    const items = isWhole
      ? meant
      : meant.filter(({ timestamp }) => (after === undefined ? timestamp >= low : timestamp <= high));
    const next = after === undefined ? low : high;
    return new Answer(
      items.map((item) => this.#whole(item)),
      { headers: isWhole ? {} : { [NEXT_HEADER]: String(next) } },
    );
  }
}

export function refused(code: WireErrorCode, retryAfter = 1): WireError {
  return new WireError(code, `unable to test; ${code}`, { retryAfter });
}

/** A client's end of a line, which opens 10 ms later if the offered token is good. */
export class Line extends EventTarget {
  static readonly CLOSING = 2;
  readonly url: string;
  readonly protocols: readonly string[];
  readonly sent: string[] = [];
  readyState = 0;
  readonly #backend: TokenBackend;
  #token: string | undefined;

  constructor(url: string, protocols: string[], backend: TokenBackend) {
    super();
    this.url = url;
    this.protocols = protocols;
    this.#backend = backend;
    this.#token = offeredToken(protocols.join(', '));
    backend.lines.push(this);
    setTimeout(() => this.#open(), 10);
  }

  /** What it stands under now. */
  get token(): string | undefined {
    return this.#token;
  }

  /** A frame of the backend; a line whose token has ended gets none, and is closed. */
  push(frame: object): void {
    if (claimsOf(this.#token ?? '').exp * 1_000 <= Date.now()) this.end(1000);
    if (this.readyState === 1)
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }

  send(data: string): void {
    this.sent.push(data);
    const { action, token } = JSON.parse(data) as { action: string; token?: string };
    setTimeout(() => this.#answer(action, token), 10);
  }

  close(): void {
    this.end(1000);
  }

  end(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent('close', { code }));
  }

  #open(): void {
    if (this.readyState !== 0) return;
    try {
      if (!this.#backend.identify(this.#token).rights.includes('read')) throw refused('forbidden');
    } catch {
      this.end(1006);
      return;
    }
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }

  #answer(action: string, token: string | undefined): void {
    if (action === 'ping') {
      this.push(this.#backend.pong());
      return;
    }
    try {
      if (!this.#backend.identify(token).rights.includes('read')) throw refused('forbidden');
      this.#token = token;
      this.push({ type: 'token' });
    } catch (error) {
      this.push({ type: 'error', ...(error as WireError).toJSON() });
    }
  }
}

/** A site's token endpoint that notes what it was asked, and for what reason. */
export function endpoint(options: () => TokenOptions = () => ({})) {
  const asked: TokenRequest['reason'][] = [];
  const given: string[] = [];
  const getToken: GetToken = async ({ reason }) => {
    asked.push(reason);
    const token = tokenOf(options());
    given.push(token);
    return token;
  };
  return { asked, given, getToken };
}
