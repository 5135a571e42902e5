import { expect } from '@open-wc/testing';
import { restore, type SinonFakeTimers, stub, useFakeTimers } from 'sinon';
import type { ChatError } from '../../../src/client/error.js';
import { type GetToken, Tokens } from '../../../src/client/tokens.js';
import { deferred } from './fixture.js';
import { encoded, endpoint, tokenOf } from './token-backend.js';

const SECRET = 'a secret,that nobody reads';

const failure = (call: Promise<unknown>): Promise<ChatError> =>
  call.then(
    () => expect.fail('it did not fail'),
    (error: ChatError) => error,
  );

describe('a room’s tokens', () => {
  let clock: SinonFakeTimers;
  beforeEach(() => {
    clock = useFakeTimers({ now: 1_800_000_000_000 });
  });
  afterEach(() => {
    restore();
    clock.restore();
  });

  it('are asked for once by all who wait, of the room and for a reason', async () => {
    const answer = deferred<string>();
    const asked: unknown[] = [];
    const tokens = new Tokens('r', 'mina', (request) => {
      asked.push(request);
      return answer.promise;
    });
    const waiting = [tokens.current(), tokens.fresh('connect'), tokens.current()];
    answer.resolve(tokenOf());
    expect(new Set(await Promise.all(waiting)).size).to.equal(1);
    expect(asked).to.deep.equal([{ room: 'r', reason: 'connect' }]);
  });

  it('may come without a promise', async () => {
    const token = tokenOf();
    expect(await new Tokens('r', 'mina', () => token).current()).to.equal(token);
  });

  it('are used until they end, and each line gets a new one', async () => {
    const { asked, given, getToken } = endpoint();
    const tokens = new Tokens('r', 'mina', getToken);
    await tokens.current();
    clock.tick(299_000);
    expect(await tokens.current()).to.equal(given[0]);
    clock.tick(1_000);
    expect(await tokens.current()).to.equal(given[1]);
    expect(await tokens.fresh('connect')).to.equal(given[2]);
    expect(await tokens.current()).to.equal(given[2]);
    expect(asked).to.deep.equal(['connect', 'expiring', 'connect']);
  });

  const DAY = 86_400;
  const lives: [string, { life: number; skew?: number }, number, number, number][] = [
    ['5 minutes', { life: 300 }, 0, 210, 225],
    ['2 minutes', { life: 120 }, 0, 48, 60],
    ['5 seconds', { life: 5 }, 0, 2, 2.5],
    ['a day', { life: DAY }, 0, DAY - 90, DAY - 75],
    ['5 minutes, by a device that is a day ahead', { life: 300, skew: -DAY }, 0, 210, 225],
    ['5 minutes, by a device that is a day behind', { life: 300, skew: DAY }, 0, 210, 225],
    ['5 minutes of which 3 are over', { life: 300 }, 180, 48, 60],
    ['5 minutes, by a device that is 298 s ahead', { life: 300, skew: -298 }, 0, 8, 10],
    ['half a second', { life: 0.5 }, 0, 1, 1],
    ['a year, which no backend takes', { life: 365 * DAY }, 0, DAY - 90, DAY - 75],
  ];
  for (const [description, options, age, least, most] of lives) {
    it(`are due for renewal after ${least} to ${most} s when they live ${description}`, async () => {
      const token = tokenOf(options);
      clock.tick(age * 1_000);
      for (const random of [0, 0.999]) {
        const draw = stub(Math, 'random').returns(random);
        const tokens = new Tokens('r', 'mina', () => token);
        await tokens.current();
        expect((tokens.delay ?? 0) / 1_000).to.be.within(least, most);
        draw.restore();
      }
    });
  }

  it('are renewed in time by timers that are a minute late, though they live 2 minutes', async () => {
    for (const random of [0, 0.999]) {
      stub(Math, 'random').returns(random);
      const tokens = new Tokens('r', 'mina', () => tokenOf({ life: 120 }));
      await tokens.current();
      expect((tokens.delay ?? 0) + 60_000).to.be.at.most(120_000);
      restore();
    }
  });

  it('are used for a while, and asked for seldom, by a device that is ahead by nearly a life', async () => {
    const { asked, getToken } = endpoint(() => ({ life: 300, skew: -298 }));
    const tokens = new Tokens('r', 'mina', getToken);
    for (let second = 0; second < 60; second++) {
      await tokens.current();
      await clock.tickAsync(1_000);
    }
    expect(asked).to.have.length(3);
  });

  it('of another user are not used: that is forbidden, as often as it is asked for, and for now only', async () => {
    let sub = 'mina';
    const { asked, given, getToken } = endpoint(() => ({ sub }));
    const tokens = new Tokens('r', 'mina', getToken);
    await tokens.current();
    sub = 'jun';
    for (const reason of ['connect', 'expiring'] as const) {
      const error = await failure(tokens.fresh(reason));
      expect(error).to.include({ code: 'forbidden', retryable: false });
      expect(error.cause).to.equal(undefined);
      expect(error.message).to.match(/^unable to use the room token; /);
      expect(`${error.message} ${error.stack}`).not.to.contain('jun');
    }
    expect(asked).to.have.length(2);
    expect(await tokens.current()).to.equal(given[0]);
    sub = 'mina';
    tokens.hurry();
    expect(await tokens.fresh('connect')).to.equal(given[2]);
  });

  it('count their life by a clock that nobody sets', async () => {
    const { asked, getToken } = endpoint();
    const tokens = new Tokens('r', 'mina', getToken);
    await tokens.current();
    clock.setSystemTime(Date.now() + DAY * 1_000);
    await tokens.current();
    expect(asked).to.have.length(1);
  });

  const unreadable: [string, string][] = [
    ['no JWT', 'opaque-0123'],
    ['a JWT without rooms', `a.${encoded('{"sub":"mina","exp":1}')}.b`],
    ['a JWT of nonsense', `a.${encoded('"text"')}.b`],
    ['a JWT of bytes that are no text', 'a._____w.b'],
  ];
  for (const [description, token] of unreadable) {
    it(`are used as they are, and say nothing, where one is ${description}`, async () => {
      const tokens = new Tokens('r', 'mina', () => token);
      expect(await tokens.current()).to.equal(token);
      expect(tokens).to.include({ delay: undefined, rights: undefined, name: undefined });
    });
  }

  it('say the user’s name and rights, and when the rights change', async () => {
    let rights: ('read' | 'write' | 'moderate')[] = ['read'];
    let changes = 0;
    const getToken = () => tokenOf({ name: '미나', rights });
    const tokens = new Tokens('r', 'mina', getToken, () => changes++);
    expect(tokens.rights).to.equal(undefined);
    await tokens.fresh('connect');
    expect([tokens.name, tokens.rights]).to.deep.equal(['미나', ['read']]);
    await tokens.fresh('connect');
    expect(changes).to.equal(1);
    rights = ['read', 'moderate'];
    await tokens.fresh('connect');
    expect([changes, tokens.rights]).to.deep.equal([2, ['read', 'moderate']]);
  });

  const useless: [string, GetToken][] = [
    ['rejects', () => Promise.reject(new Error('logged out'))],
    [
      'throws',
      () => {
        throw new Error('logged out');
      },
    ],
    ['gives nothing', () => undefined as never],
    ['gives an empty string', () => ''],
    ['gives an object', () => ({ token: 'x' }) as never],
    ['gives what no header can carry', () => SECRET],
    ['gives a line break', () => `${SECRET}\n`],
  ];
  for (const [description, getToken] of useless) {
    it(`are unavailable for now when the page’s function ${description}, and nobody quotes what it gave`, async () => {
      const error = await failure(new Tokens('r', 'mina', getToken).current());
      expect(error).to.include({ code: 'token_unavailable', retryable: true });
      expect(error.message).to.match(/^unable to get a room token; /);
      expect(error.retryAfter).to.be.within(0, 1_000);
      expect(`${error.message} ${error.stack} ${error.cause}`).not.to.contain('secret');
    });
  }

  it('are unavailable for now when the page’s function takes 15 s', async () => {
    const { promise, resolve } = deferred<string>();
    const error = failure(new Tokens('r', 'mina', () => promise).current());
    await clock.tickAsync(15_000);
    expect((await error).code).to.equal('token_unavailable');
    resolve('too late');
  });

  it('are asked for less and less often while none comes, however many want one, unless somebody asks not to wait', async () => {
    stub(Math, 'random').returns(0.999);
    let calls = 0;
    const tokens = new Tokens('r', 'mina', () => {
      calls++;
      return Promise.reject(new Error('away'));
    });
    const began = performance.now();
    const times: number[] = [];
    for (let second = 0; second < 100; second++) {
      const before = calls;
      const waits = await Promise.all([tokens.current(), tokens.fresh('connect')].map(failure));
      for (const { retryAfter = 0 } of waits) expect(retryAfter).to.be.within(0, 30_000);
      if (calls > before) times.push((performance.now() - began) / 1_000);
      await clock.tickAsync(1_000);
    }
    expect(times).to.deep.equal([0, 1, 3, 7, 15, 31, 61, 91]);
    tokens.hurry();
    await failure(tokens.current());
    expect(calls).to.equal(times.length + 1);
  });

  it('that came for a refused one just now are good for a line, too', async () => {
    const { asked, given, getToken } = endpoint();
    const tokens = new Tokens('r', 'mina', getToken);
    tokens.refuse(await tokens.fresh('connect'));
    await tokens.current();
    expect(await tokens.fresh('connect')).to.equal(given[1]);
    tokens.refuse(given[1]);
    expect(await tokens.fresh('connect')).to.equal(given[2]);
    expect(asked).to.deep.equal(['connect', 'unauthorized', 'connect']);
  });

  it('are replaced once when the backend refuses one, and not again when it refuses that at once', async () => {
    const { asked, given, getToken } = endpoint();
    const tokens = new Tokens('r', 'mina', getToken);
    const first = await tokens.current();
    expect(tokens.refuse(first)).to.equal(true);
    const second = await tokens.current();
    expect(asked).to.deep.equal(['connect', 'unauthorized']);
    expect(tokens.refuse(first)).to.equal(true);
    expect(await tokens.current()).to.equal(second);
    expect(tokens.refuse(second)).to.equal(false);
    expect(await tokens.current()).to.equal(second);
    clock.tick(10_000);
    expect(tokens.refuse(second)).to.equal(true);
    expect(await tokens.fresh('connect')).to.equal(given[2]);
    expect(asked).to.deep.equal(['connect', 'unauthorized', 'unauthorized']);
  });
});
