import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { EMPTY, fold, type Snapshot } from '../../../src/client/timeline.js';
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
        expect(timeline.all.messages.map(({ timestamp }) => timestamp)).to.deep.equal(expected);
        for (let timestamp = 0; timestamp <= 41; timestamp++) {
          expect(timeline.stored.find(timestamp)?.timestamp).to.equal(
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
    expect(after.all.messages.slice(0, 3)).to.deep.equal(before.all.messages);
    expect(after.all.messages[1]).to.equal(before.all.messages[1]);
    expect(before.all.messages).to.have.length(3);
  });

  it('is frozen', () => {
    const { messages } = fold(EMPTY, items(1)).all;
    expect(Object.isFrozen(messages)).to.equal(true);
    expect(Object.isFrozen(messages[0])).to.equal(true);
  });

  it('shows what a row says now', () => {
    const before = fold(EMPTY, items(1, 2));
    const after = fold(before, { type: 'items', items: [item(1, 'erased')] });
    expect(after.all.messages.map(({ text }) => text)).to.deep.equal(['erased', '2']);
  });

  it('lets the newest page replace what the device had kept, and nothing else', () => {
    const copied = [1, 2, 3, 4].map((timestamp) => item(timestamp));
    const before = fold(fold(EMPTY, { type: 'items', items: copied }), items(5));
    const isOutdated = ({ timestamp }: { timestamp: number }) =>
      copied.some((old) => old.timestamp === timestamp);
    const after = fold(before, { type: 'items', items: [item(3, 'edited'), item(4)], isOutdated });
    expect(after.all.messages.map(({ text, timestamp }) => `${timestamp} ${text}`)).to.deep.equal([
      '3 edited',
      `4 ${before.all.messages[3]?.text}`,
      `5 ${before.all.messages[4]?.text}`,
    ]);
    expect(after.all.messages[1]).to.equal(before.all.messages[3]);
  });

  describe('with changes', () => {
    const original = item(1, 'first');
    const changed = (at: number, fields: Partial<Item>): Item => ({
      ...item(at, ''),
      kind: fields.erased ? 'delete' : 'edit',
      target: 1,
      state: { ...original, edited_at: at, ...fields },
    });
    const edit = changed(10, { message: 'second' });
    const later = changed(20, { message: 'third' });
    const erasure = changed(30, { message: '', erased: true });
    const shown = ({ all }: Snapshot) =>
      all.messages.map(({ text, editedAt, deleted }) => ({ text, editedAt, deleted }));

    it('shows the newest state of a message, in whatever order and however often its states arrive', () => {
      const said = [original, edit, later, { ...original, edited_at: 10, message: 'second' }, item(2)];
      for (const [all, text, editedAt, deleted] of [
        [said, 'third', 20, undefined],
        [[...said, erasure], '', 30, true],
      ] as const) {
        const orders = fc.tuple(
          fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
          fc.integer({ min: 1, max: 4 }),
        );
        fc.assert(
          fc.property(orders, ([order, size]) => {
            let timeline = EMPTY;
            for (let from = 0; from < order.length; from += size) {
              timeline = fold(timeline, { type: 'items', items: order.slice(from, from + size) });
            }
            expect(shown(timeline)[0]).to.deep.equal({ text, editedAt, deleted });
            expect(timeline.all.messages).to.have.length(2);
            expect(timeline.early.size).to.equal(0);
          }),
        );
      }
    });

    it('makes no message of a change, nor of the state of a message that is not here', () => {
      const timeline = fold(EMPTY, { type: 'items', items: [edit, { ...item(40), kind: 'freeze' }] });
      expect(timeline.all.messages).to.equal(EMPTY.all.messages);
      const late = fold(timeline, { type: 'items', items: [original] });
      expect(shown(late)).to.deep.equal([{ text: 'second', editedAt: 10, deleted: undefined }]);
    });

    it('ignores a change whose message is gone', () => {
      const { state: _, ...gone } = erasure;
      const before = fold(EMPTY, { type: 'items', items: [original] });
      expect(fold(before, { type: 'items', items: [gone] })).to.equal(before);
    });

    it('keeps a message deleted that an edit with a higher place raced', () => {
      const before = fold(EMPTY, { type: 'items', items: [original, later] });
      const erased = changed(15, { message: '', erased: true });
      const after = fold(before, { type: 'items', items: [erased] });
      expect(shown(after)[0]).to.include({ text: '', deleted: true });
      expect(fold(after, { type: 'items', items: [later, edit] })).to.equal(after);
    });

    it('shows no text of a deleted message, whatever its row holds', () => {
      const { messages } = fold(EMPTY, { type: 'items', items: [{ ...original, erased: true }] }).all;
      expect(messages[0]).to.include({ text: '', deleted: true });
    });

    it('changes one message, and keeps the identity of the others', () => {
      const before = fold(EMPTY, items(1, 2, 3));
      const after = fold(before, { type: 'items', items: [edit] });
      expect(after.all.messages[0]).not.to.equal(before.all.messages[0]);
      expect(after.all.messages.slice(1)).to.deep.equal(before.all.messages.slice(1));
      expect(after.all.messages[2]).to.equal(before.all.messages[2]);
      expect(fold(after, { type: 'items', items: [edit] })).to.equal(after);
    });

    it('keeps no more than 500 states of messages that are not here, the last ones', () => {
      const many = Array.from({ length: 600 }, (_, n) => {
        const state = { ...item(n + 1, 'edited'), edited_at: 5_000 + n };
        return { ...item(5_000 + n, ''), kind: 'edit', target: n + 1, state };
      });
      const timeline = many.reduce((all, change) => fold(all, { type: 'items', items: [change] }), EMPTY);
      expect(timeline.early.size).to.equal(500);
      expect(fold(timeline, items(600)).all.messages[0]?.text).to.equal('edited');
    });
  });
});
