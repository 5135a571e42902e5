import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Item, protocolsOf, type Right } from '../../src/contract/index.js';
import { Broadcast } from '../../src/lambda/broadcast.js';
import { Connections } from '../../src/lambda/connections.js';
import type { Lambda } from '../../src/lambda/errands.js';
import { get, onConnect, onDisconnect, onMessage, put } from '../../src/lambda/functions.js';
import { readPolicy, type Settings } from '../../src/lambda/policy.js';
import type { Gateway } from '../../src/lambda/posts.js';
import type { SocketEvent } from '../../src/lambda/socket.js';
import type { Store } from '../../src/lambda/store.js';
import { FakeLambda } from '../unit/lambda/errands.js';
import { freshRoom, items, store } from '../unit/lambda/fixture.js';
import { FakeGateway } from '../unit/lambda/gateway.js';
import { goodClaims, ISSUER, Signer } from '../unit/lambda/tokens.js';

export { ISSUER } from '../unit/lambda/tokens.js';

/** The one site whose pages may use the chat. */
export const SITE = 'https://good.example';

/** So that a test of something else meets no limit. */
const PLENTY = JSON.stringify({
  user: { rate: 1e6, burst: 1e9 },
  room: { rate: 1e6, burst: 1e9 },
  frames: { rate: 1e6, burst: 1e9 },
});

type Headers = Readonly<Record<string, string | undefined>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Exactly as it leaves. */
  readonly body: string;
  readonly code: string | undefined;
}

interface Options {
  readonly room?: string;
  readonly settings?: Settings;
  readonly store?: Store;
  /** In place of the one that the chat remembers. */
  readonly gateway?: Gateway;
  readonly lambda?: Lambda;
}

/**
 * The deployed functions in this process, set up as serverless.yml sets them: with tokens of one site. Requests come as API
 * Gateway hands them on.
 */
export class Chat {
  /** A room that mina and jun may read and write, that mod moderates besides, and that nobody else may enter. */
  readonly room: string;
  readonly site: Signer;
  /** What was posted to connections. */
  readonly gateway = new FakeGateway();
  readonly #options: Options;
  readonly #functions;

  private constructor(site: Signer, options: Options) {
    const { settings = {}, store: on = store } = options;
    const policy = readPolicy({
      CHAT_AUTH: 'tokens',
      CHAT_TOKEN_KEYS: JSON.stringify(site.keySet),
      CHAT_TOKEN_ISSUER: ISSUER,
      CHAT_ORIGINS: SITE,
      CHAT_LIMITS: PLENTY,
      ...settings,
    });
    this.site = site;
    this.#options = options;
    this.room = options.room ?? freshRoom();
    const { gateway = this.gateway, lambda = new FakeLambda() } = options;
    this.#functions = {
      get: get(on, policy),
      put: put(on, new Broadcast(on, gateway, lambda), policy),
      onConnect: onConnect(on, policy),
      onDisconnect: onDisconnect(on),
      onMessage: onMessage(on, policy),
    };
  }

  static async open(options: Options = {}): Promise<Chat> {
    return new Chat(await Signer.with('EdDSA'), options);
  }

  /** The same room of the same site, on another database. */
  on(store: Store): Chat {
    return new Chat(this.site, { ...this.#options, room: this.room, store });
  }

  /** What the site signs for a user of the room; `claims` replace what it would say. */
  token(user: string, claims: object = {}): Promise<string> {
    return this.site.sign({ ...this.claims(user), ...claims });
  }

  claims(user: string): object {
    const iat = Math.floor(Date.now() / 1_000);
    const rights: Record<string, readonly Right[]> = {
      mina: ['read', 'write'],
      jun: ['read', 'write'],
      mod: ['read', 'write', 'moderate'],
    };
    const rooms = { [this.room]: rights[user] ?? [] };
    return { ...goodClaims(), sub: user, name: user, rooms, iat, exp: iat + 300 };
  }

  get(token: string | undefined, query: object = {}, headers: Headers = {}): Promise<Answer> {
    const queryStringParameters = { room_id: this.room, ...query };
    return answerOf(this.#functions.get(request(token, headers, { queryStringParameters })));
  }

  put(token: string | undefined, body: unknown, headers: Headers = {}): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return answerOf(this.#functions.put(request(token, headers, { body: text, isBase64Encoded: false })));
  }

  /** A PUT whose body is these bytes. */
  putBytes(token: string, bytes: Uint8Array): Promise<Answer> {
    const body = Buffer.from(bytes).toString('base64');
    return answerOf(this.#functions.put(request(token, {}, { body, isBase64Encoded: true })));
  }

  connect(
    token: string | undefined,
    query: object,
    { connectionId = randomUUID(), ...headers }: Headers = {},
  ): Promise<Answer> {
    const offers = token === undefined ? {} : { 'Sec-WebSocket-Protocol': protocolsOf(token).join(', ') };
    const event = {
      headers: { Origin: SITE, ...offers, ...headers },
      queryStringParameters: { room_id: this.room, ...query },
      requestContext: { connectionId },
    };
    return answerOf(this.#functions.onConnect(event as unknown as SocketEvent));
  }

  async disconnect(connectionId: string): Promise<void> {
    await this.#functions.onDisconnect({ requestContext: { connectionId } } as SocketEvent);
  }

  /** What a frame of a connection is answered with. */
  frame(connectionId: string, frame: unknown): Promise<Answer> {
    const body = typeof frame === 'string' ? frame : JSON.stringify(frame);
    return answerOf(this.#functions.onMessage({ body, requestContext: { connectionId } } as SocketEvent));
  }

  /** A message, or a change, that may be refused. */
  async tries(user: string, fields: object, claims: object = {}): Promise<Answer> {
    const body = { room_id: this.room, user_id: user, name: user, id: randomUUID(), ...fields };
    return this.put(await this.token(user, claims), body);
  }

  /** A message, or a change, that must be taken. */
  async does(user: string, fields: object): Promise<Item> {
    const answer = await this.tries(user, fields);
    assert.equal(answer.status, 200, answer.body);
    return JSON.parse(answer.body) as Item;
  }

  /** Connects, which must succeed, and gives back the connection's id. */
  async joins(user: string): Promise<string> {
    const connectionId = `${user} ${randomUUID()}`;
    const answer = await this.connect(await this.token(user), { user_id: user }, { connectionId });
    assert.equal(answer.status, 200, answer.body);
    return connectionId;
  }

  /** When the token of a connection ends, in seconds, as its row says. */
  async endOf(connectionId: string): Promise<number | undefined> {
    return (await new Connections(store).find(connectionId))?.token_expires_at;
  }

  /** What the log of a room holds, as the database has it. */
  log(room = this.room): Promise<Item[]> {
    return items(room);
  }
}

/** Refused in the wire's words, and with nothing that tells how the backend is made. */
export function assertRefused(answer: Answer, code: string, what?: string): void {
  assert.equal(answer.code, code, what ?? answer.body);
  assert.match(answer.body, /"message":"unable to [^"]+; [^"\\]*(\\"[^"\\]*)*"/, what);
}

function request(token: string | undefined, headers: Headers, fields: object): APIGatewayProxyEvent {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  return { headers: { ...authorization, ...headers }, ...fields } as unknown as APIGatewayProxyEvent;
}

async function answerOf(result: Promise<unknown>): Promise<Answer> {
  const {
    statusCode,
    headers = {},
    body = '',
  } = (await result) as {
    statusCode: number;
    headers?: Headers;
    body?: string;
  };
  const { error } = (body === '' ? {} : JSON.parse(body)) as { error?: { code: string } };
  return { status: statusCode, headers, body, code: error?.code };
}
