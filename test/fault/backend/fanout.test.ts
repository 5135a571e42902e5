import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { Connections } from '../../../src/lambda/connections.js';
import { store, withSend } from '../../unit/lambda/fixture.js';
import { FakeGateway } from '../../unit/lambda/gateway.js';
import { faultCase } from '../case.js';
import { Random } from '../simulation/random.js';
import { Backend } from './backend.js';

/** How often a PUT or an errand posts to one connection at most. */
const TRIES = 6;

const SECOND = 1_000;

function names(count: number, prefix = 'member'): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix} ${i}`);
}

function isKind(id: string, kind: string): boolean {
  return id.startsWith(kind);
}

/** Runs with pauses that are a hundredth of what they were, and gives back all that was waited for and the log's lines. */
async function briefly(run: () => Promise<unknown>): Promise<{ waits: number[]; lines: string[] }> {
  const chance = new Random(38);
  const random = mock.method(Math, 'random', () => chance.next() / 100);
  const waits = mock.method(globalThis, 'setTimeout');
  const log = mock.method(process.stderr, 'write', () => true);
  try {
    await run();
  } finally {
    for (const { mock: context } of [random, waits, log]) context.restore();
  }
  return {
    waits: waits.mock.calls.map((call) => Number(call.arguments[1])),
    lines: log.mock.calls.map((call) => JSON.parse(String(call.arguments[0])).event),
  };
}

/** The connections that still have a row. */
async function rowsOf(backend: Backend): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of new Connections(store).of(backend.room)) ids.push(id);
  return ids.sort();
}

/** Those that got the room's messages, each bare once. */
function assertReached(backend: Backend, ids: readonly string[]): void {
  for (const id of ids) assert.deepEqual(backend.gateway.framesOf(id), backend.acked, id);
}

faultCase(
  36,
  'a post finds its connection gone (410)',
  'its row is deleted, the others are told, the PUT is answered',
  async () => {
    const backend = new Backend({ gateway: new FakeGateway((id) => (isKind(id, 'gone') ? 410 : 200)) });
    const live = await backend.join(names(3));
    await backend.join(['gone'], 60 * SECOND);
    await backend.stored();
    assertReached(backend, live);
    assert.deepEqual(await rowsOf(backend), live);
    await backend.assertInvariants();
  },
);

faultCase(
  37,
  'a post finds a connection gone (410) that came a second ago: its $connect may not have ended',
  'its row stays, and the next message reaches it',
  async () => {
    let isUp = false;
    const backend = new Backend({
      gateway: new FakeGateway((id) => (isKind(id, 'young') && !isUp ? 410 : 200)),
    });
    const [young = ''] = await backend.join(['young'], SECOND);
    await backend.stored();
    assert.deepEqual(await rowsOf(backend), [young]);
    isUp = true;
    const second = await backend.stored();
    assert.deepEqual(backend.gateway.framesOf(young), [second]);
    await backend.assertInvariants();
  },
);

faultCase(
  38,
  'posts are throttled (429), some until the last try',
  'they are made again after random pauses, a bounded number of times; who was not reached can know, and finds the message',
  async () => {
    const backend = new Backend({
      gateway: new FakeGateway((id, times) =>
        isKind(id, 'never') || (isKind(id, 'busy') && times < 3) ? 429 : 200,
      ),
    });
    const live = await backend.join(names(10));
    const busy = await backend.join(names(10, 'busy'));
    const never = await backend.join(names(5, 'never'));
    const { waits, lines } = await briefly(() => backend.stored());
    assertReached(backend, [...live, ...busy]);
    for (const id of live) assert.equal(backend.gateway.times(id), 1);
    for (const id of busy) assert.equal(backend.gateway.times(id), 3);
    for (const id of never) {
      assert.equal(backend.gateway.times(id), TRIES);
      assert.deepEqual(backend.gateway.framesOf(id), []);
    }
    const pauses = waits.filter((ms) => ms % 1 !== 0);
    assert.equal(pauses.length, busy.length * 2 + never.length * (TRIES - 1));
    assert.equal(new Set(pauses).size, pauses.length, 'no two pauses are the same');
    assert.deepEqual(lines, ['posts_failed'], 'one line for all');
    await backend.assertInvariants();
  },
);

for (const [fault, answer] of [
  ['fails (500)', 500],
  ['is never answered', new Promise<number>(() => {})],
] as const) {
  faultCase(
    39,
    `the post to 1 of 100 ${fault}`,
    'the other 99 are told, the PUT is answered, and the one can know and finds the message',
    async () => {
      const backend = new Backend({
        gateway: new FakeGateway((id, times) => (isKind(id, 'bad') && times <= 2 ? answer : 200)),
      });
      const [bad = ''] = await backend.join(['bad']);
      const live = await backend.join(names(99));
      const item = await backend.stored();
      await backend.runErrands();
      assertReached(backend, live);
      // It may have the message: what is said again is no news to older clients.
      assert.deepEqual(backend.gateway.framesOf(bad), [{ type: 'again', item }]);
      assert.deepEqual((await rowsOf(backend)).length, 100);
      await backend.assertInvariants();
    },
  );
}

faultCase(
  40,
  'a 410 has the name `Unknown`, an id is malformed (400 BadRequestException)',
  'both rows are deleted, unless they are young; the others are told',
  async () => {
    const backend = new Backend({
      gateway: new FakeGateway((id) => (isKind(id, 'unnamed') ? 410 : isKind(id, 'malformed') ? 400 : 200)),
    });
    const live = await backend.join(names(3));
    const young = await backend.join(['unnamed young', 'malformed young'], SECOND);
    await backend.join(['unnamed', 'malformed'], 60 * SECOND);
    await backend.stored();
    assertReached(backend, live);
    assert.deepEqual(await rowsOf(backend), [...live, ...young].sort());
    await backend.assertInvariants();
  },
);

faultCase(
  41,
  'a room has 10,000 connections that are gone',
  'the PUT is answered before any post; their rows are swept, and the one member that lives is told',
  async () => {
    const backend = new Backend({ gateway: new FakeGateway((id) => (isKind(id, 'stale') ? 410 : 200)) });
    await backend.join(names(5_000, 'stale'));
    const live = await backend.join(['live']);
    await backend.join(names(5_000, 'stale too'));
    await backend.stored();
    assert.deepEqual(backend.gateway.begun, [], 'answered before any post');
    assert.equal(backend.lambda.asked.length, 1);
    await backend.runErrands();
    assertReached(backend, live);
    assert.equal(backend.lambda.depth, 2, 'an errand of an errand leaves nothing to others');
    // A machine that is slow sweeps what is left with the next message.
    while ((await rowsOf(backend)).length > 1) {
      await backend.stored();
      await backend.runErrands();
    }
    assert.deepEqual(await rowsOf(backend), live);
    assertReached(backend, live);
  },
);

const slow = () => new Promise<number>((resolve) => setImmediate(resolve, 200));
const MIXED = [slow, () => 410, (times: number) => (times < 3 ? 429 : 200), () => 500];

for (const [count, room, kinds] of [
  [30, 'a small room where posts are slow, busy, broken or gone', MIXED],
  [30, 'a small room where everybody is gone', [() => 410]],
  [500, 'a large room where posts are slow, busy, broken or gone', MIXED],
] as const) {
  faultCase(
    46,
    `the Lambdas are frozen as soon as they have answered, in ${room}`,
    'all is done by then: no call is under way, and none begins',
    async () => {
      const gateway = new FakeGateway(
        (id, times) => kinds[Number(id.split(' ')[1]) % kinds.length]?.(times) ?? 200,
      );
      let calls = 0;
      let underWay = 0;
      const counting = withSend(async (_, send) => {
        calls++;
        underWay++;
        return send().finally(() => underWay--);
      });
      const backend = new Backend({ gateway, store: counting });
      const ids = await backend.join(names(count));
      const assertFrozen = async (): Promise<void> => {
        const seen = () => [calls, gateway.begun.length, backend.lambda.asked.length];
        const before = seen();
        assert.deepEqual({ underWay, posts: gateway.underWay }, { underWay: 0, posts: 0 });
        // Longer than any pause between two tries.
        await new Promise((resolve) => setTimeout(resolve, 50));
        assert.deepEqual(seen(), before);
      };
      await briefly(async () => {
        await backend.stored();
        await assertFrozen();
        assert.equal(gateway.begun.length > 0, count <= 50);
        await backend.runErrands(assertFrozen);
      });
      for (const id of ids) assert.ok(gateway.times(id) > 0, id);
      await backend.assertInvariants();
    },
  );
}
