import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { Connections } from '../../../src/lambda/connections.js';
import { createGateway, Posts } from '../../../src/lambda/posts.js';
import { appended, connect, freshRoom, store } from './fixture.js';

/** Answers `POST /@connections/<id>` as API Gateway does, by the id's first word: what the real one does at will, no emulator does. */
const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  live: (response) => response.writeHead(200).end(),
  gone: (response) => response.writeHead(410, { 'x-amzn-errortype': 'GoneException' }).end('{}'),
  unnamed: (response) => response.writeHead(410).end(),
  malformed: (response) => response.writeHead(400, { 'x-amzn-errortype': 'BadRequestException' }).end('{}'),
  denied: (response) => response.writeHead(400, { 'x-amzn-errortype': 'ExpiredToken' }).end('{}'),
  busy: (response) => response.writeHead(429, { 'x-amzn-errortype': 'LimitExceededException' }).end('{}'),
  broken: (response) => response.writeHead(500).end('oops'),
  reset: (response) => response.destroy(),
  hung: () => {},
};

/** Whom it pays to try again. */
const TRANSIENT = ['broken', 'busy', 'hung', 'reset'];

const posted: { id: string; body: string }[] = [];
const gateway = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const id = decodeURIComponent(request.url?.split('/@connections/')[1] ?? '');
    posted.push({ id, body: Buffer.concat(chunks).toString() });
    ANSWERS[kindOf(id)]?.(response);
  });
});

const connections = new Connections(store);
let posts: Posts;
before(async () => {
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  const { port } = gateway.address() as AddressInfo;
  posts = new Posts(createGateway(`http://127.0.0.1:${port}`), connections);
});
after(() => {
  gateway.closeAllConnections();
  gateway.close();
});

function kindOf(id: string): string {
  return id.split(' ')[0] ?? '';
}

/** Posts to one connection of each kind, and gives back which of their rows are still there. */
async function postTo(
  kinds: readonly string[],
  { age = 60_000, fresh = true, budget = AbortSignal.timeout(2_000) } = {},
) {
  const room = freshRoom();
  const ids = kinds.map((kind) => `${kind} ${room}`);
  await connect(room, ids, age);
  const { item } = appended(room);
  await posts.send(ids, { item, fresh }, budget);
  const left: string[] = [];
  for (const id of ids) if ((await connections.find(id)) !== undefined) left.push(kindOf(id));
  return { room, left, bare: JSON.stringify(item), again: JSON.stringify({ type: 'again', item }) };
}

function bodiesOf(id: string): string[] {
  return posted.filter((post) => post.id === id).map(({ body }) => body);
}

describe('posts', () => {
  it('reach every connection, and try again whom they did not reach for now', async () => {
    const kinds = Object.keys(ANSWERS);
    const { room, bare } = await postTo(kinds);
    for (const kind of kinds) {
      const [first, ...more] = bodiesOf(`${kind} ${room}`);
      assert.equal(first, bare, kind);
      assert.equal(more.length > 0, TRANSIENT.includes(kind), kind);
    }
  });

  it('say the same again to whom the first surely did not reach, and else that it is said again', async () => {
    const { room, bare, again } = await postTo(TRANSIENT);
    for (const kind of TRANSIENT) {
      const more = new Set(bodiesOf(`${kind} ${room}`).slice(1));
      assert.deepEqual(more, new Set([kind === 'busy' ? bare : again]), kind);
    }
  });

  it('of an item that was stored before say that it is said again', async () => {
    const { room, again } = await postTo(['live', 'busy'], { fresh: false });
    for (const kind of ['live', 'busy']) {
      assert.deepEqual(new Set(bodiesOf(`${kind} ${room}`)), new Set([again]));
    }
  });

  it('forget connections that are gone or never were, and only those', async () => {
    const { left } = await postTo(Object.keys(ANSWERS));
    assert.deepEqual(left, ['live', 'denied', 'busy', 'broken', 'reset', 'hung']);
  });

  it('keep one that came less than 10 s ago: its $connect may not have ended', async () => {
    assert.deepEqual((await postTo(['gone', 'malformed'], { age: 5_000 })).left, ['gone', 'malformed']);
  });

  it('do not begin when the budget is spent', async () => {
    const { room } = await postTo(['live'], { budget: AbortSignal.abort() });
    assert.deepEqual(bodiesOf(`live ${room}`), []);
  });
});
