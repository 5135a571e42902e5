import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe } from 'node:test';
import { type SinonStub, stub } from 'sinon';
import type { Recovery, Room } from '../../src/client/index.js';
import { faultCase } from './case.js';
import { type Timed, timed } from './fake-time.js';
import { assertInvariants, assertRising } from './invariants.js';
import { holds, isConnected, isStored } from './world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function statesOf(room: Room): string[] {
  const states: string[] = [];
  room.on('status', ({ current, previous }) => current !== previous && states.push(current));
  return states;
}

function check({ backend }: Timed, ...readers: Room[]): void {
  assertInvariants({ log: backend.items, readers });
}

describe('seconds to hours, under a clock of the test', () => {
  faultCase(
    1,
    'a line is cut for 30 seconds, in which others write 500 messages',
    'exactly those arrive, once, in order at every moment, by at most 6 requests, and one `recovered`',
    timed(async (world) => {
      const { backend, clock, join, within } = world;
      for (let n = 0; n < 20; n++) backend.write(`before ${n}`);
      const room = await join('jun');
      const heard: number[] = [];
      const recovered: Recovery[] = [];
      room.on('message', ({ timestamp }) => heard.push(timestamp));
      room.on('recovered', (recovery) => recovered.push(recovery));
      room.on('change', () => assertRising('every snapshot', room.messages.filter(isStored)));

      backend.accepts = () => false;
      backend.cut();
      const asked = backend.requests.length;
      const missed: number[] = [];
      for (let n = 0; n < 500; n++) {
        missed.push(backend.write(`missed ${n}`).timestamp);
        await clock.tickAsync((30 * SECOND) / 500);
      }
      backend.accepts = () => true;
      await within(MINUTE, () => isConnected(room));
      assert.deepEqual(heard, missed);
      assert.deepEqual(recovered, [{ count: 500 }]);
      const requests = backend.requests.length - asked;
      console.log(`500 missed messages in 30 s: ${requests} requests`);
      assert.ok(requests <= 6, `${requests} requests`);
      check(world, room);
    }),
  );

  faultCase(
    15,
    'a frame is lost on a line that lives, and others come after it',
    'the jump in `seq` is seen and what was lost is here within 2 s, on the same line',
    timed(async (world) => {
      const { backend, join, within } = world;
      const room = await join('jun');
      backend.pushes = ({ message }) => message !== 'lost';
      backend.write('lost');
      backend.write('next');
      const took = await within(2 * SECOND, () => holds('lost', 'next')(room));
      console.log(`a lost frame was made good after ${took} ms`);
      assert.equal(backend.handshakes.length, 1);
      check(world, room);
    }),
  );

  faultCase(
    16,
    'the last frame before a silence is lost',
    'the heartbeat finds it within a minute, on the same line',
    timed(async (world) => {
      const { backend, join, within } = world;
      const room = await join('jun');
      backend.pushes = () => false;
      backend.write('last');
      const took = await within(MINUTE + SECOND, () => holds('last')(room));
      console.log(`the last message before a silence was found after ${took / SECOND} s`);
      assert.equal(backend.handshakes.length, 1);
      check(world, room);
    }),
  );

  faultCase(
    17,
    'a line dies and nobody is told',
    'dead within a minute and 10 s, replaced, and nothing is missing',
    timed(async (world) => {
      const { backend, join, within } = world;
      const room = await join('jun');
      const states = statesOf(room);
      for (const line of backend.lines) line.isDead = true;
      backend.write('into the void');
      const took = await within(MINUTE + 11 * SECOND, () => room.status.current === 'disconnected');
      console.log(`a dead line was noticed after ${took / SECOND} s`);
      await within(5 * SECOND, () => isConnected(room));
      assert.deepEqual(states, ['disconnected', 'connecting', 'connected']);
      check(world, room);
    }),
  );

  describe('with a die that the test throws', () => {
    let random: SinonStub<[], number>;
    beforeEach(() => {
      random = stub(Math, 'random');
    });
    afterEach(() => random.restore());

    for (const drawn of [0.25, 0.999]) {
      faultCase(
        19,
        `the server refuses the first 5 handshakes, chance says ${drawn}`,
        'each wait is that share of a bound that doubles up to 30 s, and starts anew only after a stable line',
        timed(async (world) => {
          const { backend, clock, enter, within } = world;
          random.returns(drawn);
          backend.write('there');
          backend.accepts = (nth) => nth > 5;
          const room = enter('jun');
          await within(2 * MINUTE, () => isConnected(room));
          const bounds = [4, 8, 16, 30, 30].map((bound) => Math.round(bound * SECOND * drawn));
          for (const [index, wait] of waits(backend.handshakes).entries()) {
            assert.ok(Math.abs(wait - (bounds[index] ?? 0)) <= 5, `${wait} ms, not ${bounds[index]}`);
          }

          // It held for 2 s: no sign that the server is well.
          await clock.tickAsync(2 * SECOND);
          backend.cut();
          await within(31 * SECOND, () => isConnected(room));
          await clock.tickAsync(20 * SECOND);
          backend.cut();
          await within(31 * SECOND, () => isConnected(room));
          assert.equal(backend.handshakes.length, 8);
          const [, , , , , unstable = 0, stable = 0] = waits(backend.handshakes);
          assert.ok(unstable > 30 * SECOND * drawn, `${unstable} ms after a line that did not hold`);
          assert.ok(stable < 24.5 * SECOND, `${stable} ms after a line that held`);
          check(world, room);
        }),
      );
    }
  });

  faultCase(
    21,
    'nobody writes for an hour, and the gateway closes what is idle for 10 minutes',
    'the heartbeat keeps the line',
    timed(async (world) => {
      const { backend, clock, join } = world;
      const room = await join('jun');
      const states = statesOf(room);
      await clock.tickAsync(HOUR);
      assert.equal(backend.handshakes.length, 1);
      assert.deepEqual(states, []);
      backend.write('after all');
      assert.ok(holds('after all')(room));
      check(world, room);
    }),
  );

  faultCase(
    21,
    'the gateway closes a line as idle after all',
    'the room connects again by itself within 5 s and misses nothing',
    timed(async (world) => {
      const { backend, join, within } = world;
      const room = await join('jun');
      for (const line of [...backend.lines]) line.end(1001);
      backend.write('in between');
      await within(5 * SECOND, () => isConnected(room));
      check(world, room);
    }),
  );

  faultCase(
    22,
    'the gateway closes every line after 2 hours, and the fan-out is 3 s late to see a new one',
    'another line takes over before: no word of it, every message here at once and once',
    timed(async (world) => {
      const { backend, clock, join } = world;
      const room = await join('jun');
      const states = statesOf(room);
      const opened = new Map<object, number>();
      backend.pushes = (_, line) => {
        if (!opened.has(line)) opened.set(line, Date.now());
        return opened.size === 1 || Date.now() - (opened.get(line) ?? 0) > 3 * SECOND;
      };
      for (const end = Date.now() + 4.5 * HOUR; Date.now() < end; await clock.tickAsync(2 * SECOND)) {
        const { timestamp } = backend.write('now');
        assert.equal(room.messages.at(-1)?.timestamp, timestamp);
      }
      assert.deepEqual(states, []);
      assert.equal(backend.handshakes.length, 3);
      assert.equal(backend.lines.size, 1);
      check(world, room);
    }),
  );

  faultCase(
    35,
    'the fan-out sees a new member 3 s late, and somebody writes meanwhile',
    'the member has it within 6 s, on the same line',
    timed(async (world) => {
      const { backend, enter, within } = world;
      backend.write('before');
      const room = enter('jun');
      await within(SECOND, () => isConnected(room));
      backend.pushes = () => false;
      await within(SECOND, () => [...backend.lines].some(({ sent }) => sent.length === 1));
      backend.write('in the window');
      await within(6 * SECOND, () => holds('in the window')(room));
      assert.equal(backend.handshakes.length, 1);
      check(world, room);
    }),
  );

  faultCase(
    29,
    'a room is opened and closed 100 times, at any moment of its connecting',
    'no line and no timer is left',
    timed(async ({ backend, clock, enter }) => {
      for (let n = 0; n < 100; n++) {
        const room = enter('jun');
        await clock.tickAsync(n);
        room.close();
      }
      await clock.tickAsync(SECOND);
      assert.equal(backend.lines.size, 0);
      assert.equal(clock.countTimers(), 0);
    }),
  );
});

/** What passed between a handshake's failure and the next one. */
function waits(handshakes: readonly number[]): number[] {
  return handshakes.slice(1).map((at, index) => at - (handshakes[index] ?? 0) - 10);
}
