import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { ChatError } from '../../../src/client/error.js';
import { Feed } from '../../../src/client/feed.js';
import { History } from '../../../src/client/history.js';
import type { Page, Rest } from '../../../src/client/rest.js';
import type { SocketListener } from '../../../src/client/socket.js';
import type { Item } from '../../../src/contract/index.js';
import { deferred } from './fixture.js';

const item = (timestamp: number, seq = timestamp): Item => ({
  room_id: 'r',
  timestamp,
  seq,
  user_id: 'u',
  name: 'U',
  message: `${timestamp}`,
});

/** A feed whose line and log the test plays, under a clock that the test moves. */
function play(log: Item[] = []) {
  const calls: string[] = [];
  const said: string[] = [];
  let line: SocketListener | undefined;
  let answer: (() => Promise<Page>) | undefined;
  const page = async (query: { after?: number; before?: number }): Promise<Page> => {
    calls.push(query.after === undefined ? 'newest' : `after ${query.after}`);
    return answer ? answer() : { items: log.filter(({ timestamp }) => timestamp > (query.after ?? 0)) };
  };
  const socket = {
    send: () => calls.push('ping'),
    reconnect: () => calls.push('reconnect'),
    drop: () => {
      calls.push('drop');
      line?.down(0);
    },
    close: () => calls.push('close'),
  };
  const feed: Feed = new Feed(
    'r',
    new History({ page } as unknown as Rest, 'r'),
    (listener) => {
      line = listener;
      return socket;
    },
    {
      items: (items, isNews) => said.push(`${isNews ? 'news' : 'history'}:${items.map((i) => i.timestamp)}`),
      status: (current) => {
        said.push(current);
        control.onStatus(current);
      },
    },
  );
  const control = {
    feed,
    line: line as unknown as SocketListener,
    calls,
    said,
    onStatus: (_: string): void => {},
    answerWith: (next: (() => Promise<Page>) | undefined) => {
      answer = next;
    },
    pong: (timestamp: number) => feed.frame({ type: 'pong', head: { timestamp, seq: timestamp } }),
  };
  return control;
}

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

  it('drops a line that the server does not know', async () => {
    const { feed, line, calls } = play();
    line.open();
    await clock.tickAsync(0);
    const error = { code: 'not_connected', message: 'unable to test; gone', retryable: true };
    feed.frame({ type: 'error', error });
    expect(calls.at(-1)).to.equal('drop');
  });

  it('looks once for a head that it lacks', async () => {
    const log = [item(100_000)];
    const { line, calls, said, pong } = play(log);
    line.open();
    await clock.tickAsync(0);
    log.push(item(100_001));
    pong(100_001);
    await clock.tickAsync(0);
    expect(calls.at(-1)).to.equal('after 70000');
    expect(said.at(-1)).to.equal('news:100000,100001');
    const reads = calls.length;
    pong(100_001);
    pong(100_002);
    await clock.tickAsync(0);
    pong(100_002);
    await clock.tickAsync(0);
    expect(calls.slice(reads)).to.deep.equal(['after 70001']);
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
    expect(calls.filter((call) => call !== 'ping')).to.have.length(reads + 1);
  });

  it('reads above the oldest page it has, however short a time that page covers', async () => {
    const { line, calls, answerWith, pong } = play();
    const next = 99_990.001;
    answerWith(async () => ({ items: [item(99_990.001), item(100_000)], next }));
    line.open();
    await clock.tickAsync(0);
    answerWith(async () => ({ items: [] }));
    pong(100_001);
    await clock.tickAsync(0);
    expect(calls.at(-1)).to.equal(`after ${next}`);
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
