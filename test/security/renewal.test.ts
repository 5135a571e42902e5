import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import {
  type ChatError,
  createChatClient,
  type Message,
  type Room,
  type TokenRequest,
} from '../../src/client/index.js';
import { chatUrl, type Item, type Right } from '../../src/contract/index.js';
import { FREE_PORTS } from '../../src/local/ports.js';
import { type Stack, startStack } from '../../src/local/stack.js';
import { signRoomToken } from '../../src/server/index.js';
import { isConnected, until } from '../fault/world.js';
import { attackCase } from './case.js';

/** Short, with time for the next one also where a machine is busy with tests. */
const LIFE_SECONDS = 10;

let stack: Stack;
const visitors: Visitor[] = [];

before(async () => {
  stack = await startStack({ ports: FREE_PORTS, auth: true });
});
after(async () => {
  // Also of a case that failed: a room that goes on keeps this process alive.
  for (const { room } of visitors) room.close();
  await stack?.stop();
});

function sign(id: string, room: string, rights: readonly Right[], expiresIn?: number): Promise<string> {
  const { signer } = stack;
  assert.ok(signer);
  const options = { ...signer, user: { id, name: id }, rooms: { [room]: rights } };
  return signRoomToken(expiresIn ? { ...options, expiresIn } : options);
}

/** A visitor's SDK, as a browser runs it, with all that it asked for. */
class Visitor {
  readonly asked: TokenRequest[] = [];
  readonly told: string[] = [];
  readonly heard: Message[] = [];
  readonly errors: ChatError[] = [];
  handshakes = 0;
  requests = 0;
  readonly room: Room;

  constructor(room: string, getToken: (nth: number) => Promise<string>) {
    const visitor = this;
    const { api, socket, demo } = stack;
    const client = createChatClient({
      api,
      socket,
      user: { id: 'reader', name: 'reader' },
      fetch: (input, init) => {
        this.requests += 1;
        return fetch(input, init);
      },
      WebSocket: class extends WebSocket {
        constructor(url: string, protocols?: string | string[]) {
          super(url, protocols, { origin: demo });
          visitor.handshakes += 1;
        }
      },
      getToken: (request) => getToken(this.asked.push(request)),
    });
    this.room = client.room(room);
    visitors.push(this);
    this.room.on('status', ({ current }) => this.told.push(current));
    this.room.on('message', (message) => this.heard.push(message));
    this.room.on('error', (error) => this.errors.push(error));
  }
}

/** 20 messages a second from four users, until it is told to end; gives what was stored. */
async function stream(room_id: string, isOver: () => boolean): Promise<Item[]> {
  const writers = await Promise.all(
    ['ada', 'bo', 'cy', 'dee'].map(async (user) => ({ user, token: await sign(user, room_id, ['write']) })),
  );
  const puts: Promise<Item>[] = [];
  for (let count = 0; !isOver(); count++) {
    const { user, token } = writers[count % writers.length] ?? assert.fail();
    const put = write(token, { room_id, user_id: user, name: user, text: `${count}`, id: randomUUID() });
    // It is awaited with all others.
    put.catch(() => {});
    puts.push(put);
    await setTimeout(50);
  }
  return (await Promise.all(puts)).sort((a, b) => a.timestamp - b.timestamp);
}

/** Repeats what a machine that is busy with tests answers with 503. */
async function write(token: string, message: object): Promise<Item> {
  const headers = { Authorization: `Bearer ${token}` };
  for (;;) {
    const init = { method: 'PUT', headers, body: JSON.stringify(message) };
    const answer = await fetch(chatUrl(stack.api), init);
    if (answer.status === 200) return (await answer.json()) as Item;
    assert.equal(answer.status, 503, await answer.text());
  }
}

/** Every stored message is there once, and was heard of once. */
async function assertComplete({ room, heard }: Visitor, log: readonly Item[]): Promise<void> {
  await until(room, ({ messages }) => messages.length >= log.length);
  const ids = log.map(({ id }) => id);
  assert.deepEqual(
    room.messages.map(({ id }) => id),
    ids,
  );
  assert.deepEqual(heard.map(({ id }) => id).sort(), ids.toSorted());
}

const renewals = ({ asked }: Visitor): number => asked.filter(({ reason }) => reason === 'expiring').length;

describe('a visitor whose token ends', () => {
  attackCase(
    31,
    'a token ends five times while 20 messages a second arrive',
    'lost 0, doubled 0, one handshake, and the status never leaves `connected`',
    async () => {
      const room = randomUUID();
      const visitor = new Visitor(room, () => sign('reader', room, ['read'], LIFE_SECONDS));
      await until(visitor.room, isConnected);
      const log = await stream(room, () => renewals(visitor) === 5);
      await assertComplete(visitor, log);
      console.log(`${log.length} messages, ${renewals(visitor)} renewals: lost 0, doubled 0`);
      assert.deepEqual(visitor.told, ['connected']);
      assert.equal(visitor.handshakes, 1);
      assert.deepEqual(visitor.errors, []);
    },
  );

  attackCase(
    31,
    'the site fails twice when it is asked for the next token, while 20 messages a second arrive',
    'it is asked again; lost 0, doubled 0, connected at the end',
    async () => {
      const room = randomUUID();
      const visitor = new Visitor(room, async (nth) => {
        if (nth === 2 || nth === 3) throw new Error('500');
        return sign('reader', room, ['read'], LIFE_SECONDS);
      });
      await until(visitor.room, isConnected);
      const log = await stream(room, () => visitor.asked.length >= 5 && isConnected(visitor.room));
      await assertComplete(visitor, log);
    },
  );
});

describe('a visitor who is refused', { concurrency: true }, () => {
  attackCase(
    32,
    'the token does not allow the room',
    'the room fails with `forbidden` after one handshake, and asks for nothing more by itself',
    async () => {
      const room = randomUUID();
      const visitor = new Visitor(room, () => sign('reader', room, ['write']));
      await until(visitor.room, ({ status }) => status.current === 'failed');
      assert.equal(visitor.room.status.error?.code, 'forbidden');
      assert.equal(visitor.handshakes, 1);
      assert.ok(visitor.requests <= 2, `${visitor.requests} requests`);
      assert.deepEqual(
        visitor.asked.map(({ reason }) => reason),
        ['connect'],
      );
    },
  );

  attackCase(
    32,
    'every token that the site gives has ended',
    'one more is asked for, then the room fails with `unauthorized`',
    async () => {
      const room = randomUUID();
      const old = await sign('reader', room, ['read']);
      const visitor = new Visitor(room, async () => `${old.slice(0, -8)}AAAAAAAA`);
      await until(visitor.room, ({ status }) => status.current === 'failed');
      assert.equal(visitor.room.status.error?.code, 'unauthorized');
      assert.ok(visitor.handshakes <= 2 && visitor.requests <= 3);
      assert.deepEqual(
        visitor.asked.map(({ reason }) => reason),
        ['connect', 'unauthorized'],
      );
      const told = JSON.stringify([visitor.errors.map(String), String(visitor.room.status.error)]);
      for (const part of old.split('.').slice(0, 2)) assert.ok(!told.includes(part), told);
    },
  );
});
