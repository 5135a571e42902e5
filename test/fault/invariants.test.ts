import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Message, RoomSource } from '../../src/client/index.js';
import type { Item } from '../../src/contract/index.js';
import { assertInvariants } from './invariants.js';

const log: Item[] = [1, 2, 3, 4].map((n) => ({
  room_id: 'r',
  timestamp: n,
  seq: n,
  user_id: 'u',
  name: 'U',
  message: `m ${n}`,
  id: `id ${n}`,
}));

/** A reader that holds what stands at these timestamps, in this order. */
function reader(timestamps: readonly number[], more: object = {}): RoomSource {
  const messages = timestamps.map((timestamp) => ({
    id: `id ${timestamp}`,
    roomId: 'r',
    userId: 'u',
    text: `m ${timestamp}`,
    timestamp,
    status: 'sent',
  }));
  return {
    id: 'r',
    user: { id: 'jun', name: 'Jun' },
    messages,
    gaps: [],
    hasOlder: false,
    ...more,
  } as unknown as RoomSource;
}

function changed(change: Partial<Message>): RoomSource {
  const whole = reader([1, 2, 3, 4]);
  return {
    ...whole,
    messages: whole.messages.map((message, n) => (n === 2 ? { ...message, ...change } : message)),
  };
}

const judge = (room: RoomSource, items = log) =>
  assertInvariants({ log: items, readers: [reader([1, 2, 3, 4]), room] });

describe('the invariants', () => {
  it('hold for a reader that has all, or says what it lacks', () => {
    judge(reader([1, 2, 3, 4]));
    judge(reader([3, 4], { hasOlder: true }));
    judge(reader([1, 4], { gaps: [{ after: 1, before: 4 }] }));
    judge(reader([], { hasOlder: true }));
    judge(changed({ timestamp: 3, status: 'sent' }));
  });

  it('I1: no message is missing in the log, twice in it, or made up', () => {
    const twice = log.map((item) => (item.seq === 4 ? { ...item, id: 'id 3' } : item));
    assert.throws(
      () => judge(reader([1, 2, 3, 4]), twice),
      /^AssertionError.*I1: the log has a message twice/,
    );
    assert.throws(
      () => assertInvariants({ log, readers: [], acked: [{ timestamp: 5 }] }),
      /I1: the acked message 5 is not in the log/,
    );
    assert.throws(() => judge(reader([1, 2, 3, 4, 5])), /I1: jun has a message that is not in the log: 5/);
    assert.throws(() => judge(changed({ text: 'other' })), /I1: jun has another 3/);
  });

  it('I1, I2: no reader has one twice, or in another order', () => {
    assert.throws(() => judge(reader([1, 2, 2, 3, 4])), /I2: jun has 2 after 2/);
    assert.throws(() => judge(reader([1, 3, 2, 4])), /I2: jun has 2 after 3/);
    assert.throws(() => judge(reader([1, 2, 3, 4]), log.toReversed()), /I2: the log has 3 after 4/);
  });

  it('I3: no reader is short without a word', () => {
    for (const held of [[1, 2, 3], [1, 3, 4], [2, 3, 4], []]) {
      assert.throws(() => judge(reader(held)), /I3: jun lacks messages/, `${held}`);
    }
    assert.throws(() => judge(reader([3], { hasOlder: true })), /I3/);
    assert.throws(() => judge(reader([1, 4], { gaps: [{ after: 2, before: 4 }] })), /I3/);
  });

  it('I4: nothing comes from another room', () => {
    assert.throws(() => judge(changed({ roomId: 'other' })), /I4: jun has a message of another room/);
  });
});
