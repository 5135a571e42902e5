import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Item, Right, TokenClaims } from '../../../src/contract/index.js';
import { protocolsOf } from '../../../src/contract/index.js';
import { Broadcast } from '../../../src/lambda/broadcast.js';
import { Caller } from '../../../src/lambda/caller.js';
import { get, onConnect, onMessage, put } from '../../../src/lambda/functions.js';
import type { Gate } from '../../../src/lambda/gate.js';
import { NO_LIMITS } from '../../../src/lambda/limits.js';
import { Origins } from '../../../src/lambda/origins.js';
import type { Policy } from '../../../src/lambda/policy.js';
import type { SocketEvent } from '../../../src/lambda/socket.js';
import type { Store } from '../../../src/lambda/store.js';
import { FakeLambda } from './errands.js';
import { freshRoom, store } from './fixture.js';
import { FakeGateway } from './gateway.js';

const RIGHTS: Readonly<Record<string, readonly Right[]>> = {
  mina: ['read', 'write'],
  jun: ['read', 'write'],
  mod: ['read', 'write', 'moderate'],
  stranger: [],
};

/** A gate that believes what a token says: whether it may be believed is tested elsewhere. */
const gate: Gate = {
  identify: async (token) => new Caller(JSON.parse(String(token && atob(token))) as TokenClaims),
};

export interface Said {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly body: Item & { readonly error?: { readonly code: string } };
}

/** One room whose users are known, as the functions see it: mina and jun may read and write, mod moderates, stranger may nothing. */
export class Site {
  readonly room = freshRoom();
  readonly gateway = new FakeGateway();
  readonly policy: Policy;
  readonly #store: Store;
  readonly #onConnect: ReturnType<typeof onConnect>;
  readonly #onMessage: ReturnType<typeof onMessage>;

  constructor(policy: Partial<Policy> = {}, on = store) {
    this.policy = { gate, origins: new Origins(), limits: NO_LIMITS, ...policy };
    this.#store = on;
    this.#onConnect = onConnect(on, this.policy);
    this.#onMessage = onMessage(on, this.policy);
  }

  async put(user: string, fields: object, on = this.#store): Promise<Said> {
    const body = { room_id: this.room, user_id: user, name: user, ...fields };
    const run = put(on, new Broadcast(on, this.gateway, new FakeLambda()), this.policy);
    return said(await run(this.#event(user, { body: JSON.stringify(body), isBase64Encoded: false })));
  }

  /** A message that must be stored, or a change that must be done. */
  async does(user: string, fields: object): Promise<Item> {
    const { status, body } = await this.put(user, { id: randomUUID(), ...fields });
    assert.equal(status, 200, JSON.stringify(body));
    return body;
  }

  async page(user: string, query: Record<string, string> = {}): Promise<Item[]> {
    const { status, body } = await this.get(user, query);
    assert.equal(status, 200, JSON.stringify(body));
    return body as unknown as Item[];
  }

  async get(user: string, query: Record<string, string> = {}): Promise<Said> {
    const queryStringParameters = { room_id: this.room, ...query };
    return said(await get(this.#store, this.policy)(this.#event(user, { queryStringParameters })));
  }

  /** Connects, and gives back the status of the handshake. */
  async connect(user: string, connectionId = `${user} ${this.room}`, exp?: number): Promise<number> {
    const headers = { 'Sec-WebSocket-Protocol': protocolsOf(this.#token(user, exp)).join(', ') };
    const queryStringParameters = { room_id: this.room, user_id: user };
    const event = { headers, queryStringParameters, requestContext: { connectionId } };
    const answer = await this.#onConnect(event as unknown as SocketEvent);
    return (answer as { statusCode: number }).statusCode;
  }

  /** What a frame is answered. */
  async frame(user: string, frame: object, connectionId = `${user} ${this.room}`): Promise<object> {
    const event = { body: JSON.stringify(frame), requestContext: { connectionId } } as SocketEvent;
    const answer = await this.#onMessage(event);
    return JSON.parse((answer as { body: string }).body) as object;
  }

  tokenFrame(user: string, exp?: number): object {
    return { action: 'token', token: this.#token(user, exp) };
  }

  #token(user: string, exp = 4e9): string {
    return btoa(JSON.stringify({ sub: user, name: user, rooms: { [this.room]: RIGHTS[user] }, exp }));
  }

  #event(user: string, fields: object): APIGatewayProxyEvent {
    const headers = { Authorization: `Bearer ${this.#token(user)}` };
    return { headers, ...fields } as unknown as APIGatewayProxyEvent;
  }
}

function said({ statusCode, headers, body }: { statusCode: number; headers?: unknown; body: string }): Said {
  const retryAfter = (headers as Record<string, string>)['Retry-After'];
  return { status: statusCode, retryAfter, body: JSON.parse(body) as Said['body'] };
}
