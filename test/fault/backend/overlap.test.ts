import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Item } from '../../../src/contract/index.js';
import { rows, sleeper, withClock } from '../../unit/lambda/fixture.js';
import { Backend, OVERLAP_MS } from './backend.js';

const id = { id: 'one', user_id: 'jun' };

/** What a reader gets who holds the newest item and catches up. */
function catchUp(backend: Backend, newest: Item): Promise<Item[]> {
  return backend.page({ after: String(Math.floor(newest.timestamp) - OVERLAP_MS) });
}

/** Where earlier drafts of the append lost messages for readers who look 30 s below the newest item they hold. */
describe('a reader who catches up', () => {
  it('finds what a retry stored that began while its old place was in reach and would have landed when it was not', async () => {
    const backend = new Backend();
    const start = Date.now();
    const at = (seconds: number) => withClock(() => start + seconds * 1_000);
    await backend.join(['reader']);
    await backend.die(id, start);
    const before = await backend.stored({}, at(20));
    const slow = sleeper(() => start + 20_000);
    const retrying = backend.stored(id, slow.store);
    await slow.asleep;
    const newest = await backend.stored({}, at(31));
    slow.wake();
    const item = await retrying;

    const [old] = await rows(backend.room);
    assert.deepEqual(old, { room_id: backend.room, timestamp: start, fenced: true });
    assert.ok(old.timestamp < newest.timestamp - OVERLAP_MS, 'the old place is out of reach');
    assert.ok(item.timestamp > before.timestamp, 'the new one is above what was there');
    assert.deepEqual(await catchUp(backend, newest), [before, item, newest]);
    await backend.assertInvariants();
  });

  it('finds what a retry stored that began as late as it may fill its old place, and took a Lambda’s whole life', async () => {
    const backend = new Backend();
    const start = Date.now();
    await backend.join(['reader']);
    await backend.die(id, start);
    const slow = sleeper(() => start + 5_000);
    const retrying = backend.stored(id, slow.store);
    await slow.asleep;
    const newest = await backend.stored(
      {},
      withClock(() => start + 15_000),
    );
    slow.wake();
    const item = await retrying;
    assert.equal(item.timestamp, start);
    assert.deepEqual(await catchUp(backend, newest), [item, newest]);
    await backend.assertInvariants();
  });

  it('finds what took its place before a writer whose clock is 20 s ahead, and landed after it', async () => {
    const backend = new Backend();
    const start = Date.now();
    await backend.join(['reader']);
    const slow = sleeper(() => start);
    const landing = backend.stored(id, slow.store);
    await slow.asleep;
    const ahead = await backend.stored(
      {},
      withClock(() => start + 20_000),
    );
    assert.deepEqual(await backend.page(), [ahead], 'a reader is past the earlier place');
    slow.wake();
    const item = await landing;
    assert.equal(item.timestamp, start);
    assert.deepEqual(await catchUp(backend, ahead), [item, ahead]);
    const next = await backend.stored(
      {},
      withClock(() => start + 1_000),
    );
    assert.ok(next.timestamp > ahead.timestamp, 'who asks later stands later');
    assert.deepEqual(await backend.assertInvariants(), [item, ahead, next]);
  });
});
