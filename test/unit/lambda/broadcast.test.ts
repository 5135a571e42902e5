import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { Broadcast } from '../../../src/lambda/broadcast.js';
import { TABLES } from '../../../src/lambda/store.js';
import { FakeLambda } from './errands.js';
import { appended, connect, connectOnManyPages, freshRoom, store, withSend } from './fixture.js';
import { FakeGateway } from './gateway.js';

/** Tells a room of so many connections, and gives back their ids and what was done. */
async function tell({ count = 0, age = 60_000, gateway = new FakeGateway(), lambda = new FakeLambda() }) {
  const room = freshRoom();
  const ids = Array.from({ length: count }, (_, i) => `${i} ${room}`).sort();
  await connect(room, ids, age);
  await new Broadcast(store, gateway, lambda).send(appended(room));
  return { room, ids, lambda, reached: gateway.reached };
}

describe('a broadcast', () => {
  it('posts the frame to every connection of the room, and to nobody else', async () => {
    await connect(freshRoom(), [`elsewhere ${freshRoom()}`]);
    const { room, ids, reached, lambda } = await tell({ count: 3 });
    assert.deepEqual(
      reached,
      ids.map((id) => ({ id, data: JSON.stringify(appended(room).item) })),
    );
    assert.deepEqual(lambda.asked, []);
  });

  it('posts to 50 connections itself', async () => {
    const { ids, reached, lambda } = await tell({ count: 50 });
    assert.deepEqual(reached.map(({ id }) => id).sort(), ids);
    assert.deepEqual(lambda.asked, []);
  });

  it('leaves 51 connections to one asynchronous invocation, and posts to none', async () => {
    const { room, reached, lambda } = await tell({ count: 51 });
    assert.deepEqual(reached, []);
    assert.deepEqual(
      lambda.asked.map(({ FunctionName, InvocationType }) => ({ FunctionName, InvocationType })),
      [{ FunctionName: 'chat_fanout', InvocationType: 'Event' }],
    );
    assert.deepEqual(lambda.errands, [appended(room)]);
  });

  it('posts to a large room itself when Lambda does not take it', async () => {
    const { ids, reached, lambda } = await tell({ count: 120, lambda: new FakeLambda(() => false) });
    assert.deepEqual(reached.map(({ id }) => id).sort(), ids);
    assert.equal(lambda.asked.length, 1);
  });

  it('skips rows past their expiry, and takes rows of the source document’s code, which have none', async () => {
    const room = freshRoom();
    await connect(room, [`expired ${room}`], 126 * 60_000);
    const row = { connection_id: `old ${room}`, room_id: room, user_id: 'old', timestamp: 1 };
    await store.db.send(new PutCommand({ TableName: TABLES.connections, Item: row }));
    const gateway = new FakeGateway();
    await new Broadcast(store, gateway, new FakeLambda()).send(appended(room));
    assert.deepEqual(
      gateway.begun.map(({ id }) => id),
      [row.connection_id],
    );
  });

  it('reads no more of the index than it needs to know that a room is large', async () => {
    const room = freshRoom();
    await connect(
      room,
      Array.from({ length: 200 }, (_, i) => `${i} ${room}`),
    );
    const read: number[] = [];
    const counted = withSend(async (_, send) => {
      const { ScannedCount } = (await send()) as { ScannedCount: number };
      read.push(ScannedCount);
      return { ScannedCount, LastEvaluatedKey: {} };
    });
    await new Broadcast(counted, new FakeGateway(), new FakeLambda()).send(appended(room));
    assert.deepEqual(read, [51]);
  });

  it('awaits the posts under way when the list cannot be read on', async () => {
    const room = freshRoom();
    await connectOnManyPages(room);
    let fail = (): void => {};
    const failed = new Promise<number>((resolve) => {
      // The answers come after the list has failed, in a turn of their own.
      fail = () => setImmediate(resolve, 200);
    });
    let queries = 0;
    const failing = withSend(async (_, send) => {
      // The first says that there is more, the second begins the list.
      if (++queries <= 2) return send();
      fail();
      throw new Error('no second page');
    });
    const gateway = new FakeGateway(() => failed);
    await new Broadcast(failing, gateway, new FakeLambda(() => false)).send(appended(room));
    assert.ok(gateway.begun.length > 0);
    assert.deepEqual(gateway.reached, gateway.begun);
  });

  it('resolves when the list of connections cannot be read', async () => {
    const away = withSend(() => Promise.reject(new Error('no database')));
    await new Broadcast(away, new FakeGateway(), new FakeLambda()).send(appended(freshRoom()));
  });
});
