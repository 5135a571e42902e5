import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Heads } from '../../../src/lambda/heads.js';
import {
  freshRoom,
  isWrite,
  items,
  message,
  putOldRow,
  rows,
  sleeper,
  store,
  withClock,
  withSend,
} from './fixture.js';
import { logOf } from './open.js';

const log = logOf(store);

describe('append', () => {
  it('stores the request with a place of its own and an id', async () => {
    const room = freshRoom();
    const before = Date.now();
    const { item, fresh } = await log.append(message(room));
    assert.equal(fresh, true);
    assert.ok(item.timestamp >= before && item.timestamp <= Date.now());
    assert.ok(item.id);
    assert.deepEqual(await rows(room), [
      {
        room_id: room,
        timestamp: item.timestamp,
        seq: 1,
        user_id: 'mina',
        name: '미나',
        message: '안녕',
        id: item.id,
      },
    ]);
  });

  it('gives every item of one millisecond a place of its own, in rising order', async () => {
    const room = freshRoom();
    const frozen = logOf(withClock(() => 1_700_000_000_000));
    await Promise.all(Array.from({ length: 40 }, (_, i) => frozen.append(message(room, { text: `${i}` }))));
    const stored = await items(room);
    assert.equal(stored.length, 40);
    assert.deepEqual(
      stored.map(({ seq }) => seq),
      stored.map((_, index) => index + 1),
    );
    assert.equal(stored.at(-1)?.timestamp, 1_700_000_000_000.039);
  });

  it('puts an answer above its question under a clock that is an hour behind', async () => {
    const room = freshRoom();
    const question = await log.append(message(room));
    const answer = await logOf(withClock(() => Date.now() - 3_600_000)).append(message(room));
    assert.ok(answer.item.timestamp > question.item.timestamp);
    assert.ok(answer.item.timestamp - question.item.timestamp < 1);
  });

  it('goes on above the newest row of the source document’s code, even one from the future', async () => {
    const room = freshRoom();
    const future = Date.now() + 60_000;
    await putOldRow(room, 1_600_000_000_000);
    await putOldRow(room, future);
    const { item } = await log.append(message(room));
    assert.equal(item.timestamp, future + 0.001);
    assert.equal((await items(room)).length, 3);
  });

  it('leaves a row of the source document’s code that stands in its place, and takes the next', async () => {
    const room = freshRoom();
    const now = Date.now();
    const at = logOf(withClock(() => now));
    await at.append(message(room, { text: 'makes the head' }));
    await putOldRow(room, now + 1);
    const later = logOf(withClock(() => now + 1));
    for (const id of [undefined, 'with-id']) {
      const { item, fresh } = await later.append(message(room, id ? { id } : {}));
      assert.equal(fresh, true);
      assert.ok(item.timestamp > now + 1);
    }
    assert.equal((await items(room)).length, 4);
  });
});

describe('the same id', () => {
  it('sent 20 times at once stores one item, and one call says so', async () => {
    const room = freshRoom();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => log.append(message(room, { id: 'one' }))),
    );
    const stored = await items(room);
    assert.equal(stored.length, 1);
    for (const { item } of results) assert.deepEqual(item, stored[0]);
    assert.equal(results.filter(({ fresh }) => fresh).length, 1);
  });

  it('with another text gives the original back', async () => {
    const room = freshRoom();
    const first = await log.append(message(room, { id: 'one', text: 'first' }));
    const second = await log.append(message(room, { id: 'one', text: 'second' }));
    assert.deepEqual(second, { item: first.item, fresh: false });
  });

  it('sent again moves no head, so that no reader looks for a hole', async () => {
    const room = freshRoom();
    await log.append(message(room, { id: 'one' }));
    await log.append(message(room, { id: 'one' }));
    assert.equal((await new Heads(store).look(room, true))?.seq, 1);
  });

  it('of another user or in another room is another message', async () => {
    const [room, other] = [freshRoom(), freshRoom()];
    await log.append(message(room, { id: 'one' }));
    await log.append(message(room, { id: 'one', user_id: 'jun' }));
    await log.append(message(other, { id: 'one' }));
    assert.equal((await items(room)).length, 2);
    assert.equal((await items(other)).length, 1);
  });

  it('is free again after 7 days, also while its row was not swept', async () => {
    const room = freshRoom();
    await log.append(message(room, { id: 'one' }));
    const week = logOf(withClock(() => Date.now() + 8 * 24 * 3_600_000));
    assert.equal((await week.append(message(room, { id: 'one' }))).fresh, true);
    assert.equal((await items(room)).length, 2);
  });
});

/** What an append writes in a room that has a head, and what its late retry writes beside. */
const STEPS = ['the admission', 'the head’s move', 'the claim', 'the item'];
const LATE_STEPS = ['the admission', 'the tombstone', 'the head’s next move', 'the claim’s move', 'the item'];

/** A store whose Lambda is killed before or after its write number `step`. */
function dying(step: number, when: string, now = Date.now) {
  let writes = 0;
  return withSend(async (command, send) => {
    if (!isWrite(command) || ++writes !== step) return send();
    if (when === 'after') await send();
    throw new Error('killed');
  }, now);
}

const later = () => Date.now() + 6_000;

/** So that the next append ties with nothing: its first write moves the head. */
const makeHead = (room: string) =>
  logOf(withClock(() => Date.now() - 1_000)).append(message(room, { text: 'makes the head' }));
const id = { id: 'one' };

describe('a Lambda that dies', () => {
  for (const when of ['before', 'after']) {
    for (const [index, step] of STEPS.entries()) {
      for (const late of [false, true]) {
        it(`${when} ${step} leaves what a ${late ? 'late ' : ''}retry finishes once`, async () => {
          const room = freshRoom();
          const first = await makeHead(room);
          await assert.rejects(logOf(dying(index + 1, when)).append(message(room, id)), /killed/);
          const retry = await logOf(withClock(late ? later : Date.now)).append(message(room, id));
          const isStored = when === 'after' && step === 'the item';
          assert.equal(retry.fresh, !isStored);
          assert.deepEqual(await items(room), [first.item, retry.item]);
          assert.deepEqual(await log.append(message(room, id)), { item: retry.item, fresh: false });
        });
      }
    }
    for (const [index, step] of LATE_STEPS.entries()) {
      it(`${when} ${step} of a late retry leaves what the next retry finishes once`, async () => {
        const room = freshRoom();
        const first = await makeHead(room);
        await assert.rejects(logOf(dying(3, 'after')).append(message(room, id)), /killed/);
        await assert.rejects(logOf(dying(index + 1, when, later)).append(message(room, id)), /killed/);
        const retry = await logOf(withClock(later)).append(message(room, id));
        assert.deepEqual(await items(room), [first.item, retry.item]);
        assert.deepEqual(await log.append(message(room, id)), { item: retry.item, fresh: false });
      });
    }
  }
});

describe('a late retry', () => {
  it('of a message that is stored gives it back, and takes no other place', async () => {
    const room = freshRoom();
    const { item } = await log.append(message(room, id));
    assert.deepEqual(await logOf(withClock(later)).append(message(room, id)), { item, fresh: false });
    assert.deepEqual(await rows(room), [item]);
  });

  it('fences the old place, so that a writer that wakes afterwards stores no second item', async () => {
    const room = freshRoom();
    const zombie = sleeper();
    const sleeping = logOf(zombie.store).append(message(room, id));
    await zombie.asleep;
    const between = await log.append(message(room, { text: 'between' }));
    const retried = await logOf(withClock(() => Date.now() + 6_000)).append(message(room, id));
    zombie.wake();
    const woken = await sleeping;

    assert.equal(retried.fresh, true);
    assert.ok(retried.item.timestamp > between.item.timestamp, 'lands where readers still look');
    assert.deepEqual(woken, { item: retried.item, fresh: false });
    assert.deepEqual(await items(room), [between.item, retried.item]);
    assert.equal((await rows(room)).filter(({ fenced }) => fenced).length, 1);
  });

  it('racing another late retry stores one item', async () => {
    const room = freshRoom();
    await makeHead(room);
    await assert.rejects(logOf(dying(3, 'before')).append(message(room, id)), /killed/);
    const late = logOf(withClock(later));
    const results = await Promise.all(Array.from({ length: 8 }, () => late.append(message(room, id))));
    assert.equal((await items(room)).length, 2);
    assert.equal(results.filter(({ fresh }) => fresh).length, 1);
  });
});
