import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LIMITS } from '../../../src/contract/index.js';
import { Fanout } from '../../../src/lambda/fanout.js';
import { fanout } from '../../../src/lambda/functions.js';
import { FakeLambda } from './errands.js';
import { appended, connect, connectOnManyPages, freshRoom, store, withSend } from './fixture.js';
import { FakeGateway } from './gateway.js';

/** What Lambda takes for an asynchronous invocation. */
const PAYLOAD_BYTES = 256 * 1024;

async function enter(count: number): Promise<{ room: string; ids: string[] }> {
  const room = freshRoom();
  const ids = Array.from({ length: count }, (_, i) => `${i} ${room}`).sort();
  await connect(room, ids);
  return { room, ids };
}

describe('the fan-out of a room', () => {
  it('posts to the first chunk, and leaves each other to an invocation of its own', async () => {
    const { room, ids } = await enter(1_000);
    const [gateway, lambda] = [new FakeGateway(), new FakeLambda()];
    await new Fanout(store, gateway, lambda).run(appended(room));
    assert.deepEqual(
      lambda.errands.map(({ ids: chunk, ...errand }) => ({ ...errand, count: chunk?.length })),
      [
        { ...appended(room), count: 400 },
        { ...appended(room), count: 200 },
      ],
    );
    const left = lambda.errands.flatMap((errand) => errand.ids ?? []);
    assert.deepEqual([...gateway.reached.map(({ id }) => id), ...left].sort(), ids);
    for (const { InvocationType } of lambda.asked) assert.equal(InvocationType, 'Event');
  });

  it('posts to what Lambda does not take', async () => {
    const { room, ids } = await enter(900);
    const gateway = new FakeGateway();
    const lambda = new FakeLambda((errand) => errand.ids?.length === 100);
    await new Fanout(store, gateway, lambda).run(appended(room));
    assert.equal(lambda.asked.length, 2);
    const left = lambda.errands.flatMap((errand) => (errand.ids?.length === 100 ? errand.ids : []));
    assert.deepEqual([...gateway.reached.map(({ id }) => id), ...left].sort(), ids);
  });

  it('reaches every connection of an index of many pages', async () => {
    const room = freshRoom();
    const ids = await connectOnManyPages(room);
    const gateway = new FakeGateway();
    await new Fanout(store, gateway, new FakeLambda()).run(appended(room));
    assert.deepEqual(gateway.reached.map(({ id }) => id).sort(), ids);
  });

  it('reaches whom it has read when the list cannot be read on', async () => {
    const room = freshRoom();
    await connectOnManyPages(room);
    let queries = 0;
    const failing = withSend(async (_, send) => {
      if (++queries === 1) return send();
      throw new Error('no second page');
    });
    const gateway = new FakeGateway();
    await new Fanout(failing, gateway, new FakeLambda()).run(appended(room));
    assert.ok(gateway.reached.length > 0);
  });

  it('of the largest message fits what Lambda takes', async () => {
    const { room } = await enter(801);
    const lambda = new FakeLambda();
    const largest = { name: '🙂'.repeat(LIMITS.name), message: '🙂'.repeat(LIMITS.text) };
    await new Fanout(store, new FakeGateway(), lambda).run(appended(room, largest));
    for (const { Payload } of lambda.asked) {
      assert.ok(Buffer.byteLength(String(Payload)) < PAYLOAD_BYTES / 2);
    }
    assert.equal(lambda.asked.length, 2);
  });
});

describe('the fan-out of a chunk', () => {
  it('posts to its connections and asks neither the index nor Lambda', async () => {
    const ids = Array.from({ length: 600 }, (_, i) => `${i}`);
    const [gateway, lambda] = [new FakeGateway(), new FakeLambda()];
    const unread = withSend(() => assert.fail('the database was asked'));
    await new Fanout(unread, gateway, lambda).run({ ...appended(freshRoom()), ids });
    assert.deepEqual(gateway.reached.map(({ id }) => id).sort(), ids.sort());
    assert.deepEqual(lambda.asked, []);
  });
});

describe('chat_fanout', () => {
  it('never throws, or Lambda would run it again', async (context) => {
    const log = context.mock.method(process.stderr, 'write', () => true);
    const away = withSend(() => Promise.reject(new Error('no database')));
    const run = fanout(new Fanout(away, new FakeGateway(), new FakeLambda()));
    await run(appended(freshRoom()));
    await run(null as never);
    assert.equal(log.mock.callCount(), 2);
  });
});
