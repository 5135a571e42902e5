import { expect } from '@open-wc/testing';
import { ChatError } from '../../../src/client/error.js';
import { deferred } from './fixture.js';
import { item, play, START, seqs, upTo } from './room-play.js';

describe('a room that missed messages', () => {
  it('says that it recovered, and how many there were', async () => {
    const { room, said, connect, miss } = play(50);
    await connect();
    expect(said).to.deep.equal([]);
    await miss(20);
    expect(said).to.deep.equal([{ count: 20 }]);
    expect(seqs(room)).to.deep.equal(upTo(70));
    await miss(0);
    expect(said.at(-1)).to.deep.equal({ count: 0 });
    expect(room.gaps).to.deep.equal([]);
    room.close();
  });

  it('reads 500 of them in two requests, and shows them at once', async () => {
    const { room, said, queries, connect, miss } = play(50);
    await connect();
    queries.length = 0;
    const lengths: number[] = [];
    room.on('change', () => lengths.push(room.messages.length));
    await miss(500);
    expect(queries).to.have.length(2);
    expect(lengths).to.deep.equal([550]);
    expect(said).to.deep.equal([{ count: 500 }]);
    room.close();
  });

  it('opens at the newest page when it missed thousands, above a gap that it says and that can be filled', async () => {
    const { room, said, queries, connect, miss } = play(50);
    await connect();
    queries.length = 0;
    await miss(3_000);
    expect(queries).to.have.length(3);
    const [gap] = room.gaps;
    expect(said).to.deep.equal([gap]);
    const [after, before] = [gap?.after, gap?.before].map((edge = 0) => (edge - START) / 1_000);
    expect(seqs(room)).to.deep.equal([...upTo(after ?? 0), ...upTo(3_050, before)]);
    expect(room.gaps).to.equal(room.gaps);

    let fills = 0;
    for (let next = room.gaps[0]; next; next = room.gaps[0]) {
      const together = [next.fill(), next.fill()];
      expect(together[0]).to.equal(together[1]);
      await together[0];
      fills++;
      expect(seqs(room)).to.deep.equal(seqs(room).toSorted((a = 0, b = 0) => a - b));
    }
    expect(fills).to.equal(25);
    expect(seqs(room)).to.deep.equal(upTo(3_050));
    room.close();
  });

  it('says once what a line brings twice', async () => {
    const { room, said, connect, miss, push } = play(50);
    await connect();
    const heard: string[] = [];
    room.on('message', ({ text }) => heard.push(text));
    const missed = miss(0);
    push(item(51));
    push(item(51));
    await missed;
    expect(heard).to.deep.equal(['51']);
    expect(said).to.deep.equal([{ count: 1 }]);
    room.close();
  });

  it('does not show what is pushed from where the log was not read', async () => {
    const { room, connect, miss, push } = play(400);
    await connect();
    const heard: string[] = [];
    room.on('message', ({ text }) => heard.push(text));
    push(item(5));
    expect(seqs(room)).to.deep.equal(upTo(400, 301));
    await miss(3_000);
    heard.length = 0;
    push(item(1_500));
    expect(seqs(room)).not.to.include(1_500);
    expect(heard).to.deep.equal([]);
    while (room.hasOlder) await room.loadOlder();
    expect(seqs(room).slice(0, 400)).to.deep.equal(upTo(400));
    room.close();
  });

  it('keeps a gap that could not be filled', async () => {
    const { room, control, connect, miss } = play(50);
    await connect();
    await miss(3_000);
    const [gap] = room.gaps;
    control.error = new ChatError('unavailable', 'unable to test; away');
    expect(await gap?.fill().catch((error: unknown) => error)).to.equal(control.error);
    expect(room.gaps).to.deep.equal([gap]);
    control.error = undefined;
    await gap?.fill();
    expect(room.gaps[0]?.before).to.be.below(gap?.before ?? 0);
    room.close();
  });

  it('holds one gap at most, above what was read again in one piece, and reads none by itself', async () => {
    const { room, queries, connect, miss } = play(50);
    await connect();
    await miss(3_000);
    const [lower] = room.gaps;
    await miss(4_000);
    expect(room.gaps).to.have.length(1);
    const [gap] = room.gaps;
    expect(gap?.after).to.be.above(lower?.before ?? 0);
    const [after = 0, before] = [gap?.after, gap?.before].map((edge = 0) => (edge - START) / 1_000);
    const first = seqs(room)[0] ?? 0;
    expect(seqs(room)).to.deep.equal([...upTo(after, first), ...upTo(7_050, before)]);
    expect(room.hasOlder).to.equal(true);
    queries.length = 0;
    await miss(3);
    expect(queries).to.have.length(1);
    expect(room.gaps).to.deep.equal([gap]);
    while (room.hasOlder) await room.loadOlder();
    expect(seqs(room).slice(0, after)).to.deep.equal(upTo(after));
    room.close();
  });

  it('says no gap where a busy room wrote much, but little was missed, and shows all in one piece', async () => {
    const { room, said, queries, connect, miss } = play(5_000, { spacing: 10 });
    await connect();
    for (let pages = 0; pages < 20; pages++) await room.loadOlder();
    expect(seqs(room)).to.deep.equal(upTo(5_000, 2_901));
    queries.length = 0;
    await miss(20);
    expect(queries).to.have.length(3);
    expect(said).to.deep.equal([{ count: 20 }]);
    expect(room.gaps).to.deep.equal([]);
    expect(seqs(room)).to.deep.equal(upTo(5_020, 4_421));
    await miss(3_000);
    expect(room.gaps[0]?.after).to.equal(item(5_020, 10).timestamp);
    expect(seqs(room)).to.deep.equal([...upTo(5_020, 4_521), ...upTo(8_020, 7_921)]);
    room.close();
  });

  it('shows nothing of a gap, or of an older page, that was let go while it was loaded', async () => {
    const { room, control, connect, miss } = play(2_000);
    await connect();
    await miss(3_000);
    const gate = deferred();
    control.gate = gate.promise;
    const loads = [room.gaps[0]?.fill(), room.loadOlder()];
    control.gate = undefined;
    await miss(4_000);
    gate.resolve();
    await Promise.all(loads);
    const shown = seqs(room);
    const jumps = shown.filter((seq = 0, index) => index > 0 && seq !== (shown[index - 1] ?? 0) + 1);
    expect(jumps).to.have.length(1);
    while (room.hasOlder) await room.loadOlder();
    expect(seqs(room)[0]).to.equal(1);
    room.close();
  });

  it('refuses to fill a gap of a closed room', async () => {
    const { room, connect, miss } = play(50);
    await connect();
    await miss(3_000);
    room.close();
    const error = await room.gaps[0]?.fill().catch((reason: ChatError) => reason);
    expect(error).to.include({ code: 'room_closed' });
  });
});
