import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { ChatError } from '../../../src/client/error.js';
import type { Page } from '../../../src/client/rest.js';
import { item, play } from './feed-play.js';
import { deferred } from './fixture.js';

const away = () => Promise.reject(new ChatError('unavailable', 'unable to test; away'));

describe('feed', () => {
  let clock: SinonFakeTimers;
  beforeEach(() => {
    clock = useFakeTimers(1_000_000);
  });
  afterEach(() => clock.restore());

  it('reads the log when the line is up, hands on what arrived meanwhile, and is connected', async () => {
    const { feed, line, said } = play([item(1)]);
    line.open();
    feed.frame({ type: 'message', item: item(2) });
    expect(said).to.deep.equal(['connecting']);
    await clock.tickAsync(0);
    expect(said).to.deep.equal(['connecting', 'history:1', 'news:2', 'connected']);
  });

  it('pings at once, 5 s later, then after each minute of silence', async () => {
    const { line, calls, pong } = play();
    line.open();
    await clock.tickAsync(0);
    const pings: number[] = [];
    for (let second = 0; second < 200; second++) {
      if (calls.splice(0).includes('ping')) {
        pings.push(second);
        pong(0);
      }
      await clock.tickAsync(1_000);
    }
    expect(pings).to.deep.equal([0, 5, 65, 125, 185]);
  });

  it('drops a line that leaves a ping unanswered for 10 s', async () => {
    const { line, calls, said } = play();
    line.open();
    await clock.tickAsync(4_000);
    expect(calls).not.to.include('drop');
    await clock.tickAsync(11_500);
    expect(calls).to.include('drop');
    expect(said.at(-1)).to.equal('disconnected');
  });

  it('drops it no later because something asks again meanwhile', async () => {
    const { feed, line, calls } = play([item(1)]);
    line.open();
    await clock.tickAsync(0);
    for (let second = 0; second < 11; second++) {
      feed.stored(item(second + 2));
      await clock.tickAsync(1_000);
    }
    expect(calls.filter((call) => call === 'drop')).to.have.length(1);
  });

  it('drops a line that the server does not know', async () => {
    const { feed, line, calls } = play();
    line.open();
    await clock.tickAsync(0);
    const error = { code: 'not_connected', message: 'unable to test; gone', retryable: true };
    feed.frame({ type: 'error', error });
    expect(calls.at(-1)).to.equal('drop');
  });

  it('hands on what a pong says of the room’s settings, as of the head that it tells', async () => {
    const { feed, line, said } = play([item(1)]);
    line.open();
    await clock.tickAsync(0);
    const head = { timestamp: 1, seq: 1 };
    feed.frame({ type: 'pong', head, settings: { frozen: true, slow: 5 } });
    feed.frame({ type: 'pong', head: null, settings: { frozen: false, slow: 0 } });
    feed.frame({ type: 'pong', head });
    expect(said.slice(-2)).to.deep.equal(['settings:true 5 at 1', 'settings:false 0 at 0']);
  });

  it('takes a change as an item that has a place, and asks for its push', async () => {
    const { feed, line, calls, said, pong } = play([item(1)]);
    line.open();
    await clock.tickAsync(6_000);
    pong(1);
    calls.length = 0;
    const change = { ...item(2), kind: 'freeze' };
    feed.stored(change);
    feed.frame({ type: 'change', item: change });
    feed.frame({ type: 'change', item: { ...change, timestamp: 3, room_id: 'other' } });
    await clock.tickAsync(30_000);
    expect(calls).to.deep.equal([]);
    expect(said.filter((one) => one.startsWith('news'))).to.deep.equal(['news:2']);
  });

  it('reads a page when a line did not come up under its token, and none for another loss', async () => {
    const { line, calls } = play([item(100_000)]);
    line.open();
    await clock.tickAsync(0);
    line.down(0);
    line.down(0, { error: new ChatError('token_unavailable', 'unable to test; away') });
    await clock.tickAsync(0);
    expect(calls).to.deep.equal(['newest', 'ping']);
    line.down(0, { isUnexplained: true });
    await clock.tickAsync(0);
    expect(calls).to.deep.equal(['newest', 'ping', 'after 70000']);
  });

  it('says why there is no token', () => {
    const { line, said, errors } = play();
    const error = new ChatError('token_unavailable', 'unable to test; away');
    line.down(5, { error });
    expect(said).to.deep.equal(['disconnected']);
    expect(errors).to.deep.equal([error]);
  });

  for (const [code, call] of [
    ['unauthorized', 'drop'],
    ['forbidden', 'close'],
    ['banned', 'close'],
    ['rate_limited', undefined],
  ] as const) {
    it(`answers an error frame ${code} with ${call ?? 'nothing'}`, async () => {
      const { feed, line, calls, said } = play();
      line.open();
      await clock.tickAsync(0);
      calls.length = 0;
      feed.frame({ type: 'error', error: { code, message: `unable to test; ${code}`, retryable: false } });
      expect(calls).to.deep.equal(call ? [call] : []);
      const status = { drop: 'disconnected', close: 'failed' };
      expect(said.at(-1)).to.equal(call ? status[call] : 'connected');
    });
  }

  it('reads at once for a head that it lacks', async () => {
    const log = [item(100_000)];
    const { line, calls, said, pong } = play(log);
    line.open();
    await clock.tickAsync(0);
    log.push(item(100_001));
    pong(100_001);
    await clock.tickAsync(0);
    expect(calls.at(-1)).to.equal('after 100000');
    expect(said.at(-1)).to.equal('news:100001');
    const { length } = calls;
    pong(100_001);
    await clock.tickAsync(4_000);
    expect(calls).to.have.length(length);
  });

  it('reads four times in 40 s for what a jump of the count shows to be missing, then takes it as settled', async () => {
    const log = [item(100_000)];
    const { feed, line, calls, pong } = play(log);
    line.open();
    await clock.tickAsync(0);
    feed.frame({ type: 'message', item: item(100_002) });
    log.push(item(100_002));
    const reads: number[] = [];
    for (let second = 1; second <= 60; second++) {
      pong(100_002);
      await clock.tickAsync(1_000);
      if (calls.splice(0).includes('after 100000')) reads.push(second);
    }
    expect(reads).to.have.length(4);
    const [first = 0, , , last = 0] = reads;
    expect(first).to.be.at.most(2);
    expect(last).to.be.within(30, 42);
  });

  it('finds a message whose push was lost on the way as soon as the next one arrives', async () => {
    const log = [item(100_000)];
    const { feed, line, said } = play(log);
    line.open();
    await clock.tickAsync(0);
    log.push(item(100_001), item(100_002));
    feed.frame({ type: 'message', item: item(100_002) });
    await clock.tickAsync(1_500);
    expect(said.at(-1)).to.equal('news:100001,100002');
  });

  it('looks below a hole when the line is back, however long ago it opened', async () => {
    const log = [item(100_000)];
    const { feed, line, calls } = play(log);
    line.open();
    await clock.tickAsync(0);
    feed.frame({ type: 'message', item: item(200_000, 100_002) });
    line.down(0);
    await clock.tickAsync(5_000);
    line.open();
    await clock.tickAsync(0);
    expect(calls.filter((call) => call.startsWith('after')).at(-1)).to.equal('after 100000');
  });

  it('after missing more than a page: the first page, the newest page, and the gap between them', async () => {
    const log = [item(100_000)];
    const { line, calls, said } = play(log);
    line.open();
    await clock.tickAsync(0);
    line.down(0);
    for (let index = 1; index <= 2_000; index++) log.push(item(100_000 + index));
    calls.length = 0;
    line.open();
    await clock.tickAsync(0);
    expect(calls).to.deep.equal(['after 70000', 'newest', 'before 100000', 'ping']);
    expect(said.at(-2)).to.match(/ gap:100499-101901$/);
    await clock.tickAsync(60_000);
    expect(calls.filter((call) => call !== 'ping' && call !== 'drop')).to.have.length(3);
  });

  it('pings at once when its own message is not pushed within 5 s of its answer', async () => {
    const { feed, line, calls, pong } = play([item(1)]);
    line.open();
    await clock.tickAsync(6_000);
    pong(1);
    calls.length = 0;
    feed.stored(item(2));
    await clock.tickAsync(4_900);
    expect(calls).to.deep.equal([]);
    await clock.tickAsync(100);
    expect(calls).to.deep.equal(['ping']);
    pong(2);
    feed.stored(item(3));
    feed.frame({ type: 'message', item: item(3) });
    await clock.tickAsync(30_000);
    expect(calls).to.deep.equal(['ping']);
  });

  it('starts over when the network comes, drops the line when it goes', async () => {
    const { line, calls } = play([item(1)]);
    line.open();
    await clock.tickAsync(0);
    window.dispatchEvent(new Event('offline'));
    expect(calls.at(-1)).to.equal('drop');
    window.dispatchEvent(new Event('online'));
    expect(calls.at(-1)).to.equal('reconnect');
  });

  it('ends for good when the server closes the line for good', async () => {
    const { feed, line, calls, said } = play([item(1)]);
    line.open();
    await clock.tickAsync(0);
    line.refused(1008);
    expect(said.at(-1)).to.equal('failed');
    window.dispatchEvent(new Event('online'));
    expect(calls.at(-1)).to.equal('close');
    feed.reconnect();
    expect(calls.at(-1)).to.equal('reconnect');
  });

  it('stays connected when such a look fails, and repeats it until it does not', async () => {
    const { line, said, calls, pong, answerWith } = play([item(1)]);
    line.open();
    await clock.tickAsync(0);
    answerWith(away);
    pong(2);
    await clock.tickAsync(0);
    expect(said).not.to.include('disconnected');
    answerWith(undefined);
    const reads = calls.filter((call) => call !== 'ping').length;
    await clock.tickAsync(1_000);
    expect(calls.filter((call) => call !== 'ping').length).to.be.above(reads);
    expect(said).not.to.include('disconnected');
  });

  it('asks a busy server again no sooner than it said', async () => {
    const { line, calls, answerWith } = play([item(1)]);
    answerWith(() =>
      Promise.reject(new ChatError('unavailable', 'unable to test; busy', { retryAfter: 7_000 })),
    );
    line.open();
    await clock.tickAsync(6_900);
    expect(calls).to.deep.equal(['newest']);
    await clock.tickAsync(1_200);
    expect(calls).to.deep.equal(['newest', 'newest']);
  });

  it('reads above the oldest page it has, however short a time that page covers', async () => {
    const { line, calls, answerWith } = play();
    const next = 99_990.001;
    answerWith(async () => ({ items: [item(99_990.001), item(100_000)], next }));
    line.open();
    await clock.tickAsync(0);
    answerWith(async () => ({ items: [] }));
    line.down(0);
    line.open();
    await clock.tickAsync(0);
    expect(calls.at(-2)).to.equal(`after ${next}`);
  });

  it('gives up a read that does not end when it is told to start over', async () => {
    const { feed, line, calls, said, answerWith } = play([item(1)]);
    const stalled = deferred<Page>();
    answerWith(() => stalled.promise);
    line.open();
    await clock.tickAsync(0);
    feed.reconnect();
    answerWith(undefined);
    stalled.reject(new Error('aborted'));
    line.open();
    await clock.tickAsync(0);
    expect(calls).to.include('reconnect');
    expect(said.slice(-2)).to.deep.equal(['history:1', 'connected']);
  });

  it('reads no more once it is closed, though a head it lacks was seen during the last read', async () => {
    const { feed, line, calls, said, answerWith, pong } = play([item(1)]);
    const stalled = deferred<Page>();
    answerWith(() => stalled.promise);
    line.open();
    pong(2);
    await clock.tickAsync(0);
    feed.close();
    const { length } = said;
    answerWith(undefined);
    stalled.reject(new Error('aborted'));
    await clock.tickAsync(0);
    expect(calls).to.deep.equal(['newest', 'close']);
    expect(said).to.have.length(length);
  });

  for (const when of ['connecting', 'connected', 'disconnected']) {
    it(`stays closed when a listener closes it on "${when}"`, async () => {
      const room = play([item(1)]);
      room.onStatus = (current) => {
        if (current === when) room.feed.close();
      };
      room.line.open();
      await clock.tickAsync(0);
      if (when === 'disconnected') room.line.down(0);
      const { length } = room.said;
      await clock.tickAsync(300_000);
      expect(room.calls.filter((call) => call === 'close')).to.have.length(1);
      expect(room.calls).not.to.include('drop');
      expect(room.said).to.have.length(length);
      expect(room.said.at(-1)).to.equal(when === 'connecting' ? 'connecting' : when);
      expect(clock.countTimers()).to.equal(0);
    });
  }
});
