import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { Broadcast } from '../../../src/lambda/broadcast.js';
import { Connections } from '../../../src/lambda/connections.js';
import { TABLES } from '../../../src/lambda/store.js';
import { freshRoom, store, withClock, withSend } from './fixture.js';

/** Answers `POST /@connections/<id>` as API Gateway does, by the id's first word: what the real one does at will, no emulator does. */
const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  live: (response) => response.writeHead(200).end(),
  gone: (response) => response.writeHead(410, { 'x-amzn-errortype': 'GoneException' }).end('{}'),
  unnamed: (response) => response.writeHead(410).end(),
  busy: (response) => response.writeHead(429, { 'x-amzn-errortype': 'LimitExceededException' }).end('{}'),
  broken: (response) => response.writeHead(500).end('oops'),
  reset: (response) => response.destroy(),
  hung: () => {},
  slow: (response) => slow.push(response),
};

/** What `slow` connections wait for. */
const slow: ServerResponse[] = [];

const posted: { id: string; body: string }[] = [];
const gateway = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const id = decodeURIComponent(request.url?.split('/@connections/')[1] ?? '');
    posted.push({ id, body: Buffer.concat(chunks).toString() });
    ANSWERS[id.split(' ')[0] ?? '']?.(response);
  });
});

let broadcast: Broadcast;
let endpoint: string;
before(async () => {
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  broadcast = new Broadcast(new Connections(store), endpoint);
});
after(() => {
  gateway.closeAllConnections();
  gateway.close();
});

const MINUTE = 60_000;

/** Enters connections that came `age` ms ago, and gives back what asks which are still there. */
async function connect(room_id: string, kinds: readonly string[], age = MINUTE) {
  const connections = new Connections(withClock(() => Date.now() - age));
  const ids = kinds.map((kind) => `${kind} ${room_id}`);
  for (const [index, id] of ids.entries()) await connections.add(id, { room_id, user_id: `user ${index}` });
  return async (): Promise<string[]> => {
    const left = await Promise.all(
      ids.map(async (id) => ((await connections.room(id)) ? id.split(' ')[0] : undefined)),
    );
    return left.filter((kind) => kind !== undefined);
  };
}

/** Enters 8 connections whose rows fill more than one page of the index. */
async function connectLarge(kind: string, room_id: string): Promise<void> {
  const padding = 'x'.repeat(300_000);
  for (let i = 0; i < 8; i++) {
    const row = {
      connection_id: `${kind} ${i} ${room_id}`,
      room_id,
      user_id: `user ${i}`,
      timestamp: 1,
      padding,
    };
    await store.db.send(new PutCommand({ TableName: TABLES.connections, Item: row }));
  }
}

function postedTo(room_id: string): { kinds: string[]; bodies: Set<string> } {
  const own = posted.filter(({ id }) => id.endsWith(room_id));
  return {
    kinds: own.map(({ id }) => id.split(' ')[0] ?? '').sort(),
    bodies: new Set(own.map(({ body }) => body)),
  };
}

describe('broadcast', () => {
  it('posts the frame once to every connection of the room, whatever becomes of the others', {
    timeout: 20_000,
  }, async () => {
    const room = freshRoom();
    const kinds = Object.keys(ANSWERS)
      .filter((kind) => kind !== 'slow')
      .sort();
    await connect(room, kinds);
    await connect(freshRoom(), ['live']);
    await broadcast.send(room, { message: '안녕' });
    assert.deepEqual(postedTo(room), { kinds, bodies: new Set(['{"message":"안녕"}']) });
  });

  it('forgets connections that are gone, and only those', async () => {
    const room = freshRoom();
    const left = await connect(room, ['live', 'gone', 'unnamed', 'busy', 'broken']);
    await broadcast.send(room, {});
    assert.deepEqual(await left(), ['live', 'busy', 'broken']);
  });

  it('keeps one that came less than 10 s ago: its $connect may not have ended', async () => {
    const room = freshRoom();
    const left = await connect(room, ['gone'], 5_000);
    await broadcast.send(room, {});
    assert.deepEqual(await left(), ['gone']);
  });

  it('skips rows past their expiry, and takes rows of the source document’s code, which have none', async () => {
    const room = freshRoom();
    await connect(room, ['live'], 126 * MINUTE);
    const row = { connection_id: `live old ${room}`, room_id: room, user_id: 'old', timestamp: 1 };
    await store.db.send(new PutCommand({ TableName: TABLES.connections, Item: row }));
    await broadcast.send(room, {});
    assert.deepEqual(
      posted.filter(({ id }) => id.endsWith(room)).map(({ id }) => id),
      [row.connection_id],
    );
  });

  it('reaches every connection of a room whose index has many pages', async () => {
    const room = freshRoom();
    await connectLarge('live', room);
    await broadcast.send(room, {});
    assert.equal(postedTo(room).kinds.length, 8);
  });

  it('awaits the posts under way when the list cannot be read on', async () => {
    const room = freshRoom();
    await connectLarge('slow', room);
    let queries = 0;
    let answered = 0;
    const failing = withSend(async (_, send) => {
      if (++queries === 1) return send();
      // The answers come after the list has failed, in a turn of their own.
      setTimeout(() => {
        for (const response of slow) response.writeHead(200).end(() => answered++);
      }, 100);
      throw new Error('no second page');
    });
    await new Broadcast(new Connections(failing), endpoint).send(room, {});
    assert.ok(slow.length > 0);
    assert.equal(answered, slow.length);
  });

  it('resolves when the list of connections cannot be read', async () => {
    const away = withSend(() => Promise.reject(new Error('no database')));
    await new Broadcast(new Connections(away), endpoint).send(freshRoom(), {});
  });
});
