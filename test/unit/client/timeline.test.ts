import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { EMPTY, find, fold } from '../../../src/client/timeline.js';
import type { Item } from '../../../src/contract/index.js';

const item = (timestamp: number, message = `${timestamp}`): Item => ({
  room_id: 'r',
  timestamp,
  seq: timestamp,
  user_id: 'u',
  name: 'U',
  message,
  id: `${timestamp}`,
});
const items = (...timestamps: number[]) =>
  ({ type: 'items', items: timestamps.map((t) => item(t)) }) as const;

describe('timeline', () => {
  it('is the same for the same items in any order, in any portions, any number of times', () => {
    const portions = fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(portions, (batches) => {
        const timeline = batches.reduce((state, batch) => fold(state, items(...batch)), EMPTY);
        const expected = [...new Set(batches.flat())].sort((a, b) => a - b);
        expect(timeline.messages.map(({ timestamp }) => timestamp)).to.deep.equal(expected);
        for (let timestamp = 0; timestamp <= 41; timestamp++) {
          expect(find(timeline, timestamp)?.timestamp).to.equal(
            expected.find((known) => known === timestamp),
          );
        }
      }),
    );
  });

  it('keeps its identity, and that of every message, where nothing changed', () => {
    const before = fold(EMPTY, items(1, 2, 3));
    expect(fold(before, items(2, 3))).to.equal(before);
    const after = fold(before, items(4));
    expect(after.messages.slice(0, 3)).to.deep.equal(before.messages);
    expect(after.messages[1]).to.equal(before.messages[1]);
    expect(before.messages).to.have.length(3);
  });

  it('is frozen', () => {
    const { messages } = fold(EMPTY, items(1));
    expect(Object.isFrozen(messages)).to.equal(true);
    expect(Object.isFrozen(messages[0])).to.equal(true);
  });

  it('shows what a row says now', () => {
    const before = fold(EMPTY, items(1, 2));
    const after = fold(before, { type: 'items', items: [item(1, 'erased')] });
    expect(after.messages.map(({ text }) => text)).to.deep.equal(['erased', '2']);
  });

  it('lets the newest page replace what the device had kept, and nothing else', () => {
    const copied = [1, 2, 3, 4].map((timestamp) => item(timestamp));
    const before = fold(fold(EMPTY, { type: 'items', items: copied }), items(5));
    const after = fold(before, { type: 'newest', items: [item(3, 'edited'), item(4)], copied });
    expect(after.messages.map(({ text, timestamp }) => `${timestamp} ${text}`)).to.deep.equal([
      '3 edited',
      `4 ${before.messages[3]?.text}`,
      `5 ${before.messages[4]?.text}`,
    ]);
    expect(after.messages[1]).to.equal(before.messages[3]);
  });

  it('leaves changes out', () => {
    expect(fold(EMPTY, { type: 'items', items: [{ ...item(1), kind: 'edit', target: 0 }] })).to.equal(EMPTY);
  });
});
