import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { bucketOf, slackOf } from '../../../src/lambda/bucket.js';
import { Connections } from '../../../src/lambda/connections.js';
import { FrameRates } from '../../../src/lambda/frame-rates.js';
import { LIMITS_OF_USE, type Limits, NO_LIMITS } from '../../../src/lambda/limits.js';
import type { Store } from '../../../src/lambda/store.js';
import { isWrite, rows, withClock, withSend } from './fixture.js';
import { type Said, Site } from './site.js';

/** A clock that stands where a test puts it. */
function clockAt(now: number): Store & { tick(milliseconds: number): void } {
  let at = now;
  return {
    ...withClock(() => at),
    tick: (milliseconds) => {
      at += milliseconds;
    },
  };
}

const limited = (limits: Partial<Limits>) => ({ limits: { ...NO_LIMITS, ...limits } });

const count = (answers: readonly Said[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

const at = <Value>(times: number, act: (index: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: times }, (_, index) => act(index)));

describe('a bucket', () => {
  const rate = { rate: 10, burst: 20 };

  it('gives a burst, then one for each tenth of a second, and is never fuller than full', () => {
    let due: number | undefined;
    const taken: number[] = [];
    for (let now = 1_000; now <= 60_000; now += 10) {
      const bucket = bucketOf(due, rate, now);
      if (now > 5_000 && now < 59_000) continue;
      if (bucket.wait > 0) continue;
      due = bucket.values[':filled'] ?? (due ?? 0) + (bucket.values[':cost'] ?? 0);
      taken.push(now);
    }
    const within = (from: number, to: number) => taken.filter((now) => now >= from && now < to).length;
    assert.equal(within(1_000, 2_000), 29);
    assert.equal(within(2_000, 5_000), 30);
    assert.equal(within(59_000, 60_000), 29);
  });

  it('starts anew where another clock, far ahead, has filled it', () => {
    const ahead = bucketOf(3_600_000, rate, 1_000);
    assert.deepEqual([ahead.wait, ahead.values[':filled']], [0, 1_100]);
  });

  it('adds to what another writer left moments ago, where it met one', () => {
    const [fresh, contended] = [0, slackOf(10_000, 10_000)].map((slack) =>
      bucketOf(9_950, rate, 10_000, { slack }),
    );
    assert.deepEqual(fresh?.sets, ['due = :filled']);
    assert.deepEqual([contended?.sets, contended?.wait], [['due = due + :cost'], 0]);
    assert.deepEqual(bucketOf(9_890, rate, 10_000, { slack: 100 }).sets, ['due = :filled']);
  });

  it('lets in many writers who all find it full, each at once', async () => {
    const limits = { ...NO_LIMITS, user: { rate: 1_000, burst: 1_000 }, room: { rate: 1_000, burst: 1_000 } };
    const site = new Site({ limits });
    const answers = await at(60, (index) => site.put('mina', { text: 'x', id: `${index}` }));
    assert.equal(count(answers, 200), 60);
  });

  it('says how long to wait', () => {
    assert.equal(bucketOf(10_000, { rate: 10, burst: 1 }, 9_950).wait, 50);
  });
});

describe('a user', () => {
  it('puts 20 messages at once, and one more each tenth of a second', async () => {
    const clock = clockAt(Date.now());
    const site = new Site(limited({ user: LIMITS_OF_USE.user }), clock);
    const first = await at(60, (index) => site.put('mina', { text: 'x', id: `${index}` }));
    assert.deepEqual([count(first, 200), count(first, 429)], [20, 40]);
    const refused = first.find(({ status }) => status === 429);
    assert.equal(refused?.body.error?.code, 'rate_limited');
    assert.equal(refused?.retryAfter, '1');
    clock.tick(250);
    const second = await at(10, (index) => site.put('mina', { text: 'x', id: `again ${index}` }));
    assert.deepEqual([count(second, 200), count(second, 429)], [2, 8]);
    assert.equal((await rows(site.room)).length, 22);
  });

  it('takes nothing from others', async () => {
    const site = new Site(limited({ user: LIMITS_OF_USE.user }), clockAt(Date.now()));
    await at(30, () => site.put('mina', { text: 'x' }));
    assert.equal((await site.put('jun', { text: 'mine' })).status, 200);
  });

  it('spends as much on a change that is refused', async () => {
    const site = new Site(limited({ user: LIMITS_OF_USE.user }), clockAt(Date.now()));
    const answers = await at(30, () => site.put('mina', { kind: 'delete', target: 1 }));
    assert.deepEqual([count(answers, 404), count(answers, 429)], [20, 10]);
  });

  it('who is refused has cost two looks and no write', async () => {
    const site = new Site(limited({ user: { rate: 1, burst: 1 } }), clockAt(Date.now()));
    await site.does('mina', { text: 'x' });
    const calls: string[] = [];
    const watched = withSend(async (command, send) => {
      calls.push(isWrite(command) ? 'write' : 'read');
      return send();
    });
    assert.equal((await site.put('mina', { text: 'y' }, watched)).status, 429);
    assert.deepEqual(calls, ['read', 'read']);
  });
});

describe('a room', () => {
  it('takes 100 messages at once from all together, moderators’ beside', async () => {
    const site = new Site(limited({ room: LIMITS_OF_USE.room }), clockAt(Date.now()));
    const answers = await at(140, (index) =>
      site.put(index % 2 ? 'mina' : 'jun', { text: 'x', id: `${index}` }),
    );
    assert.deepEqual([count(answers, 200), count(answers, 429)], [100, 40]);
    assert.equal((await site.put('mod', { text: 'enough' })).status, 200);
  });

  it('a retry of what has its place needs none', async () => {
    const site = new Site(limited({ room: { rate: 1, burst: 1 } }), clockAt(Date.now()));
    const stored = await site.does('mina', { text: 'x', id: 'same' });
    assert.equal((await site.put('jun', { text: 'y' })).status, 429);
    assert.deepEqual(await site.does('mina', { text: 'x', id: 'same' }), stored);
  });
});

describe('slow mode', () => {
  it('makes users wait, but neither moderators nor a retry', async () => {
    const clock = clockAt(Date.now());
    const site = new Site({}, clock);
    await site.does('mod', { kind: 'slow', seconds: 30 });
    const first = await site.does('mina', { text: 'first', id: 'first' });
    clock.tick(10_000);
    const refused = await site.put('mina', { text: 'second' });
    assert.deepEqual(
      [refused.status, refused.body.error?.code, refused.retryAfter],
      [429, 'slow_mode', '20'],
    );
    assert.deepEqual(await site.does('mina', { text: 'first', id: 'first' }), first);
    await site.does('jun', { text: 'mine' });
    await site.does('mod', { text: 'one' });
    await site.does('mod', { text: 'two' });
    clock.tick(30_000);
    await site.does('mina', { text: 'second' });
    await site.does('mod', { kind: 'slow', seconds: 0 });
    await site.does('mina', { text: 'third' });
  });

  it('counts messages alone: a change neither waits nor makes wait', async () => {
    const clock = clockAt(Date.now());
    const site = new Site({}, clock);
    await site.does('mod', { kind: 'slow', seconds: 30 });
    const { timestamp: target } = await site.does('mina', { text: 'x' });
    clock.tick(20_000);
    await site.does('mina', { kind: 'edit', target, text: 'y' });
    await site.does('mina', { kind: 'delete', target });
    clock.tick(10_001);
    await site.does('mina', { text: 'z' });
  });

  it('holds for messages of clocks that differ, also while edits fill the bucket', async () => {
    const clock = clockAt(Date.now());
    const site = new Site(limited({ user: LIMITS_OF_USE.user }), clock);
    const { timestamp: target } = await site.does('mina', { text: 'x' });
    await site.does('mod', { kind: 'slow', seconds: 30 });
    clock.tick(31_000);
    for (let index = 0; index < 6; index++) await site.does('mina', { kind: 'edit', target, text: 'y' });
    await site.does('mina', { text: 'first' });
    clock.tick(-20);
    assert.equal((await site.put('mina', { text: 'second' })).status, 429);
  });

  it('lets in again what failed for now', async () => {
    const clock = clockAt(Date.now());
    const site = new Site({}, clock);
    await site.does('mod', { kind: 'slow', seconds: 30 });
    const isMove = (command: object) =>
      (command as { input: { UpdateExpression?: string } }).input.UpdateExpression?.includes('ADD seq');
    const failing = withSend(
      async (command, send) => {
        if (isMove(command)) throw new Error('away');
        return send();
      },
      () => clock.now(),
    );
    const again = { text: 'x', id: 'again' };
    const report = mock.method(process.stderr, 'write', () => true);
    assert.equal((await site.put('mina', again, failing)).status, 500);
    report.mock.restore();
    assert.equal((await site.put('mina', { text: 'y', id: 'other' })).status, 429);
    await site.does('mina', again);
  });

  it('holds for messages that come at the same moment', async () => {
    const site = new Site({}, clockAt(Date.now()));
    await site.does('mod', { kind: 'slow', seconds: 30 });
    const answers = await at(10, (index) => site.put('mina', { text: 'x', id: `${index}` }));
    assert.deepEqual([count(answers, 200), count(answers, 429)], [1, 9]);
  });
});

describe('connections', () => {
  it('of one user in a room are 3 where 3 are allowed, and others come in', async () => {
    const site = new Site(limited({ connections: { user: 3, room: 100 } }));
    const statuses: number[] = [];
    for (let index = 0; index < 5; index++) {
      statuses.push(await site.connect('mina', `${index} ${site.room}`));
    }
    assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
    assert.equal(await site.connect('jun'), 200);
  });

  it('of one user are 6 where 6 are allowed, all at once too, and come back 10 s later', async () => {
    const clock = clockAt(Date.now());
    const site = new Site(limited({ connections: { user: 6, room: 100 } }), clock);
    const ids = Array.from({ length: 12 }, (_, index) => `${index} ${site.room}`);
    const first = await Promise.all(ids.map((id) => site.connect('mina', id)));
    assert.equal(first.filter((status) => status === 200).length, 6);
    await Promise.all(ids.map((id) => new Connections(clock).remove(id)));
    assert.equal(await site.connect('mina', 'soon'), 429);
    clock.tick(10_000);
    assert.equal(await site.connect('mina', 'later'), 200);
  });

  it('in a room are 4 where 4 are allowed', async () => {
    const site = new Site(limited({ connections: { user: 100, room: 4 } }));
    const statuses: number[] = [];
    for (let index = 0; index < 6; index++) {
      statuses.push(await site.connect(index % 2 ? 'mina' : 'jun', `${index} ${site.room}`));
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429]);
  });
});

describe('frames', () => {
  it('of one connection are answered 10 at once, then one a second; others have their own', () => {
    const rates = new FrameRates(LIMITS_OF_USE.frames);
    const admitted = (id: string, now: number) =>
      Array.from({ length: 30 }, () => rates.admits(id, now)).filter(Boolean).length;
    assert.equal(admitted('one', 0), 10);
    assert.equal(admitted('one', 2_500), 2);
    assert.equal(admitted('two', 2_500), 10);
  });

  it('beyond that are refused without asking the database', async () => {
    const site = new Site(
      limited({ frames: { rate: 0.001, burst: 1 } }),
      withSend(() => assert.fail()),
    );
    const codeOf = async () => ((await site.frame('mina', {})) as { error: { code: string } }).error.code;
    assert.deepEqual([await codeOf(), await codeOf()], ['invalid_request', 'rate_limited']);
  });
});
