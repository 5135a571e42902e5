import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { chatUrl, NEXT_HEADER, type PageQuery } from '../../../src/contract/index.js';
import { Pages } from '../../../src/lambda/pages.js';
import { TABLES } from '../../../src/lambda/store.js';
import { freshRoom, message, putOldRow, store } from './fixture.js';
import { logOf } from './open.js';

const log = logOf(store);
const pages = new Pages(store);

async function read(query: { room_id: string } & Partial<PageQuery>) {
  const { items, next } = await pages.read({ limit: 100, ...query });
  return {
    texts: items.map((item) => item['message']),
    times: items.map((item) => Number(item['timestamp'])),
    next,
  };
}

/** Walks a room to its end in one direction and gives every timestamp met, in the order met. */
async function walk(room_id: string, direction: 'before' | 'after', limit: number): Promise<number[]> {
  const met: number[] = [];
  let edge: number | undefined = direction === 'after' ? 0 : undefined;
  do {
    const { times, next } = await read({ room_id, limit, ...(edge !== undefined && { [direction]: edge }) });
    met.push(...(direction === 'after' ? times : times.toReversed()));
    edge = next;
  } while (edge !== undefined);
  return met;
}

/** As a client walks back, through the gateway. */
async function walkOverHttp(room_id: string): Promise<number[]> {
  const met: number[] = [];
  let before: number | undefined;
  do {
    const answer = await fetch(chatUrl(process.env['API'] ?? '', { room_id, ...(before && { before }) }));
    const items = (await answer.json()) as { timestamp: number }[];
    met.push(...items.map(({ timestamp }) => timestamp).toReversed());
    before = Number(answer.headers.get(NEXT_HEADER)) || undefined;
  } while (before);
  return met;
}

async function putRow(row: object): Promise<void> {
  await store.db.send(new PutCommand({ TableName: TABLES.messages, Item: { ...row } }));
}

describe('a page', () => {
  const room_id = freshRoom();
  const times: number[] = [];
  before(async () => {
    for (let i = 0; i < 10; i++)
      times.push((await log.append(message(room_id, { text: `${i}` }))).item.timestamp);
  });

  it('is the newest, oldest first, and says that there is more', async () => {
    assert.deepEqual(await read({ room_id, limit: 3 }), {
      texts: ['7', '8', '9'],
      times: times.slice(7),
      next: times[7],
    });
  });

  it('says nothing of more when it holds exactly all there is', async () => {
    const { texts, next } = await read({ room_id, limit: 10 });
    assert.equal(texts.length, 10);
    assert.equal(next, undefined);
  });

  it('before a point ends just before it', async () => {
    assert.deepEqual(await read({ room_id, limit: 3, before: times[5] as number }), {
      texts: ['2', '3', '4'],
      times: times.slice(2, 5),
      next: times[2],
    });
  });

  it('after a point begins just after it', async () => {
    assert.deepEqual(await read({ room_id, limit: 3, after: times[5] as number }), {
      texts: ['6', '7', '8'],
      times: times.slice(6, 9),
      next: times[8],
    });
  });

  it('of a room that does not exist is empty', async () => {
    assert.deepEqual(await read({ room_id: freshRoom() }), { texts: [], times: [], next: undefined });
  });
});

describe('rows that are no messages', () => {
  it('are not shown, not counted, and do not end a page', async () => {
    const room_id = freshRoom();
    for (let i = 1; i <= 300; i++) {
      const kind = i % 3;
      const row = {
        room_id,
        timestamp: i,
        ...(kind === 0 && { fenced: true }),
        ...(kind === 1 && { kind: 'edit' }),
      };
      await putRow({ ...row, message: `${i}` });
    }
    const expected = Array.from({ length: 100 }, (_, i) => 3 * i + 2);
    assert.deepEqual(await walk(room_id, 'after', 7), expected);
    assert.deepEqual(await walk(room_id, 'before', 7), expected.toReversed());
  });

  it('of a thousand changes after a message keep it from no page', async () => {
    const room_id = freshRoom();
    await putRow({ room_id, timestamp: 1, message: 'here' });
    const changes = Array.from({ length: 1_000 }, (_, i) => i + 2);
    while (changes.length > 0) {
      const some = changes.splice(0, 50);
      await Promise.all(some.map((timestamp) => putRow({ room_id, timestamp, kind: 'edit', target: 1 })));
    }
    assert.deepEqual(await read({ room_id }), { texts: ['here'], times: [1], next: undefined });
  });
});

describe('an old row', () => {
  it('with a number too large for JavaScript, or fields nobody knows, hides nothing', async () => {
    const room_id = freshRoom();
    await putRow({ room_id, timestamp: 1, message: 'big', user_id: 12345678901234567890n });
    await putRow({
      room_id,
      timestamp: 2,
      message: 'odd',
      tags: new Set(['a']),
      nested: { deep: [null, true] },
    });
    const { items } = await pages.read({ room_id, limit: 100 });
    assert.equal(JSON.parse(JSON.stringify(items)).length, 2);
    assert.deepEqual((await walkOverHttp(room_id)).length, 2);
  });
});

describe('a large room', () => {
  it('of 3 MB, partly written by the source document’s code, is walked once in each direction', async () => {
    const room_id = freshRoom();
    const old = Array.from({ length: 300 }, (_, i) => 1_600_000_000_000 + i);
    await Promise.all(old.map((timestamp) => putOldRow(room_id, timestamp, '옛'.repeat(1_700))));
    const fresh: number[] = [];
    for (let i = 0; i < 300; i++) {
      const { item } = await log.append(message(room_id, { text: '새'.repeat(1_700) }));
      fresh.push(item.timestamp);
    }
    const all = [...old, ...fresh];
    assert.deepEqual(await walkOverHttp(room_id), all.toReversed());
    const newest = await read({ room_id });
    assert.deepEqual(newest.times, all.slice(-100));
    assert.deepEqual(await walk(room_id, 'before', 100), all.toReversed());
    assert.deepEqual(await walk(room_id, 'after', 500), all);
  });

  it('ends a page at 4 MB of JSON, and goes on from there', async () => {
    const room_id = freshRoom();
    const all = Array.from({ length: 30 }, (_, i) => i + 1);
    // Quotes are escaped in our JSON and once more in Lambda's: 300 KB of them travel as 1.2 MB.
    for (const timestamp of all) await putOldRow(room_id, timestamp, '"'.repeat(300_000));
    const { items, next } = await pages.read({ room_id, limit: 500 });
    const envelope = JSON.stringify({ statusCode: 200, body: JSON.stringify(items) });
    assert.ok(items.length > 0 && items.length < 30);
    assert.ok(envelope.length < 6_000_000, `${envelope.length} bytes`);
    assert.equal(next, items[0]?.['timestamp']);
    assert.deepEqual(await walk(room_id, 'before', 500), all.toReversed());
    assert.deepEqual(await walk(room_id, 'after', 500), all);
  });

  it('ends a page after four queries, even an empty one, and goes on from there', async () => {
    const room_id = freshRoom();
    await putOldRow(room_id, 1, 'first');
    for (let i = 2; i < 40; i++)
      await putRow({ room_id, timestamp: i, kind: 'edit', message: 'x'.repeat(200_000) });
    const { items, next } = await pages.read({ room_id, limit: 100 });
    assert.deepEqual(items, []);
    assert.ok(next !== undefined && next > 1);
    assert.deepEqual(await walk(room_id, 'before', 100), [1]);
  });
});
