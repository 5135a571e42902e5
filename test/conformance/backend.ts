import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { chatUrl, type Item, socketUrl, WIRE_ERRORS, type WireErrorCode } from '../../src/contract/index.js';

/** The backend under test, as `API=… SOCKET=…` name it: the local stack's or a deployed one's. */
const { API, SOCKET } = process.env;
assert.ok(API && SOCKET, 'unable to test a backend; set API and SOCKET to its addresses');
export const api = API;
export const socket = SOCKET;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export function freshRoom(): string {
  return `한국어 방 & 1+1 ${randomUUID()}`;
}

export function message(room_id: string, fields: object = {}): Record<string, unknown> {
  return { room_id, user_id: 'mina', name: '미나', text: '안녕하세요', ...fields };
}

export async function request(url: string, init?: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** PUTs any value; a string goes as it is. */
export function put(body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return request(chatUrl(api), {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** PUTs a message that must be stored. */
export async function stored(body: unknown): Promise<Item> {
  const answer = await put(body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body as Item;
}

export function get(query: string | Record<string, string>): Promise<Answer> {
  return request(`${chatUrl(api)}?${typeof query === 'string' ? query : new URLSearchParams(query)}`);
}

/** GETs a page that must be there. */
export async function page(query: Record<string, string>): Promise<Item[]> {
  const answer = await get(query);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body as Item[];
}

/** The answer is this error, in our shape and with the headers every answer has. */
export function assertError({ status, headers, body }: Answer, code: WireErrorCode, pattern?: RegExp): void {
  const { error } = body as { error: { code: string; message: string; retryable: boolean } };
  assert.deepEqual({ status, code: error.code }, { status: WIRE_ERRORS[code].status, code });
  assert.equal(error.retryable, WIRE_ERRORS[code].retryable);
  assert.match(error.message, /^unable to [^;]+; ./);
  if (pattern) assert.match(error.message, pattern);
  assert.match(headers.get('content-type') ?? '', /^application\/json/);
  assert.equal(headers.get('access-control-allow-origin'), '*');
}

type Frame = Record<string, unknown>;

/** A connection that remembers its frames, and gives them to whoever waits for them. */
export class Line {
  readonly frames: Frame[] = [];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data) => this.frames.push(JSON.parse(String(data))));
    socket.on('error', () => {});
  }

  static async open(room_id: string, user_id = 'mina'): Promise<Line> {
    const line = new Line(new WebSocket(socketUrl(socket, { room_id, user_id })));
    await once(line.#socket, 'open');
    return line;
  }

  /** The subprotocol that the server chooses of these. */
  static async protocol(room_id: string, offered: readonly string[]): Promise<string> {
    const attempt = new WebSocket(socketUrl(socket, { room_id, user_id: 'mina' }), [...offered]);
    await once(attempt, 'open');
    attempt.close();
    await once(attempt, 'close');
    return attempt.protocol;
  }

  /** Whether the handshake for this query is refused. */
  static async isRefused(query: string): Promise<boolean> {
    const attempt = new WebSocket(`${socket}?${query}`);
    attempt.on('error', () => {});
    return new Promise((resolve) => {
      attempt.once('open', () => {
        attempt.close();
        resolve(false);
      });
      attempt.once('close', () => resolve(true));
    });
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  send(data: string): void {
    this.#socket.send(data);
  }

  /** Resolves with all frames once `enough` holds of them. */
  async until(enough: (frames: readonly Frame[]) => boolean): Promise<readonly Frame[]> {
    const ended = this.closed.then((code): never => {
      throw new Error(`the connection closed with ${code}`);
    });
    ended.catch(() => {});
    while (!enough(this.frames)) {
      await Promise.race([once(this.#socket, 'message', { signal: AbortSignal.timeout(20_000) }), ended]);
    }
    return this.frames;
  }

  /** Sends a frame and resolves with the first frame of a type that comes after it. */
  async ask(data: string): Promise<Frame> {
    const from = this.frames.length;
    const answer = (frames: readonly Frame[]) => frames.slice(from).find(({ type }) => type !== undefined);
    this.send(data);
    return answer(await this.until((frames) => answer(frames) !== undefined)) as Frame;
  }

  /** Resolves when everything that was pushed before this call has arrived: a frame overtakes none on its own connection. */
  async settled(): Promise<readonly Frame[]> {
    await this.ask('{"action":"ping"}');
    return this.frames.filter(({ type }) => type !== 'pong');
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }
}
