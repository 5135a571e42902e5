import { expect } from '@open-wc/testing';
import { Holes } from '../../../src/client/holes.js';
import type { Item } from '../../../src/contract/index.js';

/** The item of this place; its timestamp is a million above its `seq` unless told. */
const item = (seq: number, timestamp = 1_000_000 + seq): Item => ({
  room_id: 'r',
  timestamp,
  seq,
  user_id: 'u',
  name: 'U',
  message: '',
});

const items = (...seqs: number[]) => seqs.map((seq) => item(seq));

describe('holes', () => {
  let now: number;
  let holes: Holes;
  beforeEach(() => {
    now = 0;
    holes = new Holes(() => now);
  });

  /** Moves the clock to when the next hole is due, in whole milliseconds as timers count, and gives what to read then. */
  const next = () => {
    now += Math.ceil(holes.delay ?? 0);
    return holes.search();
  };

  it('is none where the count has no jump', () => {
    holes.start(items(7, 8, 9), 0, false);
    holes.note(items(10));
    holes.note(items(9, 10));
    expect(holes.delay).to.equal(undefined);
    expect(holes.lowest).to.equal(undefined);
  });

  it('is what a jump leaves out, above the item below it, until that comes', () => {
    holes.start(items(7), 0, false);
    holes.note(items(10));
    expect(holes.lowest).to.equal(1_000_007);
    expect(next()).to.deep.equal({ after: 1_000_007, limit: 3 });
    holes.note(items(8));
    expect(next()).to.deep.equal({ after: 1_000_008, limit: 2 });
    holes.note(items(9));
    expect(holes.delay).to.equal(undefined);
  });

  it('is split by what comes in its middle', () => {
    holes.start(items(1), 0, false);
    holes.note(items(9));
    holes.note(items(5));
    expect(holes.lowest).to.equal(1_000_001);
    holes.note(items(2, 3, 4));
    expect(holes.lowest).to.equal(1_000_005);
  });

  it('is read for after about 1, 5, 15 and 30 s, and no more', () => {
    holes.start(items(1), 0, false);
    holes.note(items(3));
    const times: number[] = [];
    for (let search = next(); search; search = next()) {
      times.push(now);
      holes.searched(search.after, undefined, now);
    }
    const bounds = [
      [500, 1_500],
      [5_000, 6_700],
      [15_000, 20_000],
      [30_000, 40_000],
    ] as const;
    expect(times).to.have.length(bounds.length);
    for (const [index, [least, most]] of bounds.entries()) expect(times[index]).to.be.within(least, most);
  });

  it('stays when the read did not come as far, or began before it was due', () => {
    holes.start(items(1), 0, false);
    holes.note(items(3));
    holes.searched(0, undefined, now);
    const due = now + (holes.delay ?? 0);
    now = due;
    holes.searched(1_000_001, 2, now);
    expect(holes.delay).to.equal(0);
    holes.searched(1_000_001, 3, now);
    expect(holes.delay).to.be.above(0);
  });

  it('is read for at once when the server’s own head shows it', () => {
    holes.start(items(1), 0, false);
    holes.seek({ seq: 3, timestamp: 1_000_003 });
    expect(holes.delay).to.equal(0);
    expect(holes.search()).to.deep.equal({ after: 1_000_001, limit: 3 });
    holes.note(items(2, 3));
    expect(holes.delay).to.equal(undefined);
  });

  it('reads for those together that are due together', () => {
    holes.start(items(1), 0, false);
    holes.note(items(3, 6));
    now = 2_000;
    expect(holes.search()).to.deep.equal({ after: 1_000_001, limit: 5 });
  });

  it('is none in a page where its neighbours are older than any writer lives', () => {
    holes.start([item(1), item(3, 1_000_100), item(5, 1_200_000), item(7, 1_200_001)], 0, false);
    expect(holes.lowest).to.equal(1_000_100);
    holes.note(items(2, 4));
    expect(holes.lowest).to.equal(1_200_000);
  });

  it('is none below a page that starts anew, and none in a gap', () => {
    holes.start(items(1), 0, false);
    holes.note(items(4));
    holes.start(items(500, 501), 1_000_004, false);
    expect(holes.lowest).to.equal(1_000_001);
    holes.note(items(2, 3));
    expect(holes.delay).to.equal(undefined);
  });

  it('is below the first item, too, where the log begins with the page', () => {
    holes.start(items(2), 0, true);
    expect(holes.lowest).to.equal(0);
    expect(next()).to.deep.equal({ after: 0, limit: 2 });
    holes.note(items(1));
    expect(holes.delay).to.equal(undefined);

    const { seq: _, ...old } = item(0, 900_000);
    holes.start([old, item(3)], 0, true);
    expect(holes.lowest).to.equal(900_000);
    holes.start([item(3), item(4, 1_200_000)], 0, true);
    expect(holes.delay).to.equal(undefined);
  });

  it('is found in a page of a gap, too', () => {
    holes.start(items(500), 0, false);
    holes.within(items(490, 492, 493));
    expect(holes.lowest).to.equal(1_000_490);
    holes.note(items(491));
    expect(holes.delay).to.equal(undefined);
  });

  it('does not count rows without a count', () => {
    const { seq: _, ...old } = item(5);
    holes.start([old], 0, false);
    holes.note([old]);
    expect(holes.delay).to.equal(undefined);
    holes.note(items(1));
    expect(holes.delay).to.equal(undefined);
    holes.note(items(3));
    expect(holes.lowest).to.equal(1_000_001);
  });
});
