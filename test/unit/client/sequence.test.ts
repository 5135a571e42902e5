import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { spy } from 'sinon';
import type { Message } from '../../../src/client/index.js';
import { messageFromItem } from '../../../src/client/message.js';
import { Sequence, sequenceOf } from '../../../src/client/sequence.js';

const message = (timestamp: number, text = `${timestamp}`): Message =>
  messageFromItem({ room_id: 'r', timestamp, user_id: 'u', name: 'U', message: text });

const upTo = (length: number): Message[] => Array.from({ length }, (_, index) => message(2 * index + 2));

const sorted = (messages: Iterable<Message>): Message[] =>
  [...messages].sort((a, b) => a.timestamp - b.timestamp);

/** Long enough for a tree of several levels, with pages, single news and repetitions anywhere in it. */
const merges = fc
  .tuple(
    fc.integer({ min: 0, max: 2_000 }),
    fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 4_200 }), { maxLength: 150 }), { maxLength: 12 }),
  )
  .map(([length, batches]) => ({
    start: upTo(length),
    batches: batches.map((batch, nth) =>
      sorted(batch.map((timestamp) => message(timestamp, `batch ${nth}`))),
    ),
  }));

describe('a sequence of messages', () => {
  it('holds what a map that is sorted each time would', () => {
    fc.assert(
      fc.property(merges, ({ start, batches }) => {
        const model = new Map(start.map((each) => [each.timestamp, each]));
        let sequence = sequenceOf(start);
        for (const batch of batches) {
          const before = sequence;
          const held = before.messages;
          sequence = sequence.merge(batch);
          for (const each of batch) model.set(each.timestamp, each);
          const expected = sorted(model.values());
          // The very objects, each that was not replaced.
          expect(sequence.messages.every((each, index) => each === expected[index])).to.equal(true);
          expect(sequence.length).to.equal(expected.length);
          expect(before.messages).to.equal(held);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('gives each by its index and by its timestamp, as an array would', () => {
    fc.assert(
      fc.property(merges, fc.integer({ min: -2_500, max: 2_500 }), ({ start, batches }, index) => {
        const sequence = batches.reduce((all, batch) => all.merge(batch), sequenceOf(start));
        const { messages } = sequence;
        expect(sequence.at(index)).to.equal(messages.at(index));
        const timestamp = Math.abs(index);
        const place = messages.findIndex((each) => each.timestamp >= timestamp);
        expect(sequence.indexOf(timestamp)).to.equal(place < 0 ? messages.length : place);
        expect(sequence.find(timestamp)).to.equal(messages.find((each) => each.timestamp === timestamp));
      }),
    );
  });

  it('is frozen, and makes its array once', () => {
    const sequence = sequenceOf(upTo(100));
    expect(Object.isFrozen(sequence)).to.equal(true);
    expect(Object.isFrozen(sequence.messages)).to.equal(true);
    expect(sequence.messages).to.equal(sequence.messages);
    expect(sequenceOf([]).messages).to.deep.equal([]);
    expect(sequenceOf([]).at(0)).to.equal(undefined);
  });

  /** How many elements of arrays `run` copies or walks through, and how often it asks a node for one. */
  const costOf = (run: () => unknown) => {
    const walked = [spy(Array.prototype, 'slice'), spy(Array.prototype, Symbol.iterator)];
    const asked = spy(Sequence.prototype, 'at');
    try {
      run();
    } finally {
      for (const each of [...walked, asked]) each.restore();
    }
    const elements = walked.map(({ thisValues }) => thisValues.reduce((sum, { length }) => sum + length, 0));
    return { elements: elements.reduce((sum, each) => sum + each, 0), asked: asked.callCount };
  };

  for (const [place, timestamp] of [
    ['above all others', 1_000_000],
    ['between others', 1_001],
    ['below all others', 1],
  ] as const) {
    it(`costs hardly more in a long room than in a short one to take in a message ${place}`, () => {
      const [short, long] = [1_000, 100_000].map((length) => {
        const sequence = sequenceOf(upTo(length));
        return costOf(() => sequence.merge([message(timestamp)]).find(timestamp));
      });
      if (!short || !long) throw new Error('unable to compare; a room is missing');
      expect(short.elements).to.be.above(0);
      // One level more, of 64 parts at most: walked through, copied, and copied again where it is cut.
      expect(long.elements).to.be.at.most(short.elements + 5 * 65);
      expect(long.asked).to.be.at.most(short.asked + 5 * 65);
    });
  }
});
