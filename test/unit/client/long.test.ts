import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import type { Room } from '../../../src/client/room.js';
import { deferred } from './fixture.js';
import { item, play, seqs, upTo } from './room-play.js';

const at = (seq: number) => item(seq).timestamp;

const edges = ({ gaps }: Room) => gaps.map(({ after, before }) => [after, before].map(seqOf));
const seqOf = (timestamp: number) => (timestamp - at(0)) / 1_000;

type Play = ReturnType<typeof play>;

/** It holds what the log says now, in order; what it lacks it says, and it holds nothing of that. */
function expectHonest({ room, log }: Play): void {
  const held = new Map(room.messages.map((message) => [message.timestamp, message.text]));
  const first = room.messages[0]?.timestamp ?? 0;
  const wrong = log.filter(({ kind, timestamp, message }) => {
    const isLacking =
      (room.hasOlder && timestamp < first) ||
      room.gaps.some(({ after, before }) => after < timestamp && timestamp < before);
    return kind === undefined && held.get(timestamp) !== (isLacking ? undefined : message);
  });
  expect(wrong.map(({ seq }) => seq)).to.deep.equal([]);
  expect([...held.keys()]).to.deep.equal([...held.keys()].sort((a, b) => a - b));
}

async function fillAll(room: Room): Promise<void> {
  while (room.hasOlder) await room.loadOlder();
  for (let [gap] = room.gaps; gap; [gap] = room.gaps) await gap.fill(room.gaps.length % 2 ? 'start' : 'end');
}

describe('a long room', () => {
  describe('with much that arrives', () => {
    it('keeps the newest, and loads the rest as older messages again', async () => {
      const { room, connect, write } = play(100, { kept: 200 });
      await connect();
      write(120);
      expect(seqs(room)).to.deep.equal(upTo(220));
      expect(room.hasOlder).to.equal(false);
      write(1);
      expect(seqs(room)).to.deep.equal(upTo(221, 22));
      expect([room.hasOlder, room.gaps]).to.deep.equal([true, []]);
      await room.loadOlder();
      expect(seqs(room)).to.deep.equal(upTo(221));
      room.close();
    });

    it('keeps what is around the reader, too, below a gap that is filled from either side', async () => {
      const { room, connect, write } = play(1_000, { kept: 400 });
      await connect();
      for (let pages = 0; pages < 8; pages++) await room.loadOlder();
      expect(seqs(room)).to.deep.equal(upTo(1_000, 101));
      room.reading = at(400);
      write(1);
      expect(seqs(room)).to.deep.equal([...upTo(500, 300), ...upTo(1_001, 802)]);
      expect([room.hasOlder, edges(room)]).to.deep.equal([true, [[500, 802]]]);
      await room.gaps[0]?.fill('start');
      expect(edges(room)).to.deep.equal([[600, 802]]);
      await room.gaps[0]?.fill();
      expect(edges(room)).to.deep.equal([[600, 702]]);
      await Promise.all([room.gaps[0]?.fill('start'), room.gaps[0]?.fill('end')]);
      expect(edges(room)).to.deep.equal([]);
      expect(seqs(room)).to.deep.equal(upTo(1_001, 300));
      room.close();
    });

    it('lets go of nothing while somebody pages back and nothing arrives', async () => {
      const { room, connect } = play(1_000, { kept: 200 });
      await connect();
      while (room.hasOlder) await room.loadOlder();
      expect(seqs(room)).to.deep.equal(upTo(1_000));
      room.close();
    });

    it('shows and tells nothing of what comes for a stretch that was let go', async () => {
      const { room, connect, write, push, edit } = play(100, { kept: 200 });
      await connect();
      write(121);
      const heard: string[] = [];
      room.on('message', ({ text }) => heard.push(text));
      push(item(5));
      edit(6);
      expect(seqs(room)[0]).to.equal(22);
      expect(heard).to.deep.equal([]);
      await room.loadOlder();
      expect(room.messages.find(({ seq }) => seq === 6)?.text).to.equal('6 as of 222');
      room.close();
    });

    it('shows nothing of a page whose place was let go while it was loaded', async () => {
      const { room, connect, control, write } = play(1_000, { kept: 200 });
      await connect();
      await room.loadOlder();
      const gate = deferred();
      control.gate = gate.promise;
      const loading = room.loadOlder();
      write(21);
      expect(seqs(room)).to.deep.equal(upTo(1_021, 822));
      gate.resolve();
      await loading;
      expect(seqs(room)).to.deep.equal(upTo(1_021, 822));
      room.close();
    });
  });

  describe('around a message', () => {
    it('loads half a page on either side, in two requests, between what is unread', async () => {
      const { room, connect, queries } = play(1_000);
      await connect();
      queries.length = 0;
      await room.loadAround(at(500));
      expect(queries).to.have.length(2);
      expect(seqs(room)).to.deep.equal([...upTo(550, 451), ...upTo(1_000, 901)]);
      expect([room.hasOlder, edges(room)]).to.deep.equal([true, [[550, 901]]]);
      await room.loadOlder();
      expect(seqs(room)[0]).to.equal(351);
      room.close();
    });

    it('joins what it touches, and leaves gaps between what it does not', async () => {
      const { room, connect } = play(1_000);
      await connect();
      await room.loadAround(at(500));
      const [upper] = room.gaps;
      await room.loadAround(at(200));
      expect(edges(room)).to.deep.equal([
        [250, 451],
        [550, 901],
      ]);
      expect(room.gaps[1]).to.equal(upper);
      await Promise.all([room.loadAround(at(590)), room.loadAround(at(620))]);
      expect(edges(room)).to.deep.equal([
        [250, 451],
        [670, 901],
      ]);
      await room.loadAround(at(860));
      expect(edges(room)).to.deep.equal([
        [250, 451],
        [670, 811],
      ]);
      room.close();
    });

    it('asks for nothing where so much is read', async () => {
      const { room, connect, queries } = play(1_000);
      await connect();
      queries.length = 0;
      await room.loadAround(at(970));
      expect(queries).to.deep.equal([]);
      await room.loadAround(at(930));
      expect(seqs(room)).to.deep.equal(upTo(1_000, 881));
      room.close();
    });

    for (const [what, timestamp, expected, hasOlder] of [
      ['before the log', 5, [...upTo(50), ...upTo(1_000, 901)], false],
      ['that is none', -1e20, [...upTo(50), ...upTo(1_000, 901)], false],
      ['after the log', 9e15, upTo(1_000, 901), true],
      ['that no message has', at(500) + 0.5, [...upTo(550, 451), ...upTo(1_000, 901)], true],
    ] as const) {
      it(`takes a time ${what}`, async () => {
        const { room, connect } = play(1_000);
        await connect();
        await room.loadAround(timestamp);
        expect([seqs(room), room.hasOlder]).to.deep.equal([expected, hasOlder]);
        room.close();
      });
    }

    it('leaves it to the line to bring what is new', async () => {
      const { room, log, connect, edit, miss } = play(500);
      for (const seq of upTo(500, 441)) edit(seq);
      await connect();
      const heard: (number | undefined)[] = [];
      room.on('message', ({ seq }) => heard.push(seq));
      log.push(item(561));
      await room.loadAround(at(500));
      expect(seqs(room).at(-1)).to.equal(500);
      await miss(0);
      expect([seqs(room).at(-1), heard]).to.deep.equal([561, [561]]);
      room.close();
    });

    it('shows nothing that it loaded before a catch-up left something out', async () => {
      const { room, connect, control, miss } = play(1_000);
      await connect();
      const gate = deferred();
      control.gate = gate.promise;
      const loading = room.loadAround(at(200));
      control.gate = undefined;
      await miss(3_000, 200);
      gate.resolve();
      await loading;
      expect(seqs(room)).not.to.include(200);
      expect(room.gaps).to.have.length(1);
      room.close();
    });
  });

  it('holds what the log says and says what it lacks, whatever is loaded, let go, written or missed', async () => {
    const step = fc.record({
      what: fc.constantFrom(
        'write',
        'edit',
        'older',
        'around',
        'start',
        'end',
        'read',
        'unread',
        'miss',
        'leap',
      ),
      place: fc.nat(),
      isAwaited: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const played = play(1_500, { kept: 200 });
        const { room, log, connect, write, edit, miss } = played;
        await connect();
        const loads: Promise<unknown>[] = [];
        for (const { what, place, isAwaited } of steps) {
          const seq = 1 + (place % log.length);
          const target = log[seq - 1]?.kind === undefined ? seq : 1;
          const gap = room.gaps[place % Math.max(1, room.gaps.length)];
          if (what === 'write') write(1 + (place % 90));
          if (what === 'edit') edit(target);
          if (what === 'older') loads.push(room.loadOlder());
          if (what === 'around') loads.push(room.loadAround(at(seq)));
          if (what === 'start' || what === 'end') loads.push(Promise.resolve(gap?.fill(what)));
          if (what === 'read') room.reading = at(seq);
          if (what === 'unread') room.reading = undefined;
          if (what === 'miss') await miss(place % 90, target);
          if (what === 'leap') await miss(1_100, target);
          if (isAwaited) await Promise.all(loads.splice(0));
          expectHonest(played);
        }
        await Promise.all(loads);
        await fillAll(room);
        expectHonest(played);
        expect([room.hasOlder, room.gaps]).to.deep.equal([false, []]);
        room.close();
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});
