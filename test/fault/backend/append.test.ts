import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { rows, sleeper, withClock } from '../../unit/lambda/fixture.js';
import { faultCase } from '../case.js';
import { Backend, OVERLAP_MS } from './backend.js';

const HOUR_MS = 3_600_000;

const id = { id: 'one', user_id: 'jun' };

faultCase(
  8,
  'a Lambda is killed after the claim, before it puts the item',
  'a retry stores it once, in its place, and a reader that is past that place finds it',
  async () => {
    const backend = new Backend();
    const start = Date.now();
    await backend.join(['reader']);
    await backend.die(id, start);
    const passed = await backend.stored(
      {},
      withClock(() => start + 1_000),
    );
    const retry = withClock(() => start + 2_000);
    const item = await backend.stored(id, retry);
    assert.equal(item.timestamp, start);
    assert.deepEqual(await backend.stored(id, retry), item);
    const found = await backend.page({ after: String(passed.timestamp - OVERLAP_MS) });
    assert.deepEqual(found, [item, passed]);
    await backend.assertInvariants();
  },
);

faultCase(
  9,
  'a slow Lambda wakes after its place was fenced',
  'its put fails and it answers the one copy there is',
  async () => {
    const backend = new Backend();
    const start = Date.now();
    await backend.join(['reader']);
    const zombie = sleeper(() => start);
    const sleeping = backend.stored(id, zombie.store);
    await zombie.asleep;
    const between = await backend.stored(
      {},
      withClock(() => start + 1_000),
    );
    const retried = await backend.stored(
      id,
      withClock(() => start + 6_000),
    );
    zombie.wake();
    assert.deepEqual(await sleeping, retried);
    assert.deepEqual(await backend.assertInvariants(), [between, retried]);
    const fenced = (await rows(backend.room)).filter((row) => row.fenced);
    assert.deepEqual(
      fenced.map(({ timestamp }) => timestamp),
      [start],
    );
  },
);

faultCase(
  11,
  'the clocks of Lambdas differ by 4 s, and one steps back by an hour',
  'the order is strict and that of each writer, none is lost, and the drift is logged',
  async () => {
    const backend = new Backend();
    await backend.join(['reader']);
    let stepped = 0;
    const skews = [() => -2_000, () => -500, () => 500, () => 2_000 - stepped];
    const log = mock.method(process.stderr, 'write', () => true);
    const written = await Promise.all(
      skews.map(async (skew, writer) => {
        const clock = withClock(() => Date.now() + skew());
        const items = [];
        for (let count = 0; count < 20; count++) {
          if (count === 10) stepped = HOUR_MS;
          items.push(await backend.stored({ user_id: `${writer}`, text: `${count}` }, clock));
        }
        return items;
      }),
    );
    log.mock.restore();
    const stored = await backend.assertInvariants();
    assert.equal(stored.length, 80);
    for (const [writer, items] of written.entries()) {
      assert.deepEqual(
        stored.filter(({ user_id }) => user_id === `${writer}`),
        items,
      );
    }
    const events = log.mock.calls.map((call) => JSON.parse(call.arguments[0] as string).event as string);
    assert.deepEqual(new Set(events), new Set(['clock_behind']));
  },
);
