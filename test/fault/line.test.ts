import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Room } from '../../src/client/index.js';
import { faultCase } from './case.js';
import { assertInvariants } from './invariants.js';
import { acceptThenClose, refuse, refuseHandshake } from './proxy/actions.js';
import { holds, inWorld, isConnected, until } from './world.js';

/** The states that a room goes through from now on, each once. */
function statesOf(room: Room): string[] {
  const states: string[] = [];
  room.on('status', ({ current, previous }) => current !== previous && states.push(current));
  return states;
}

describe('a line', { concurrency: true }, () => {
  faultCase(
    17,
    'nothing reaches a client any more, and its connection looks open',
    'the second ping goes unanswered, another line takes over, nothing is missing',
    inWorld(async (world) => {
      const { proxy } = world;
      const room = await world.join('jun');
      const states = statesOf(room);
      for (const line of proxy.lines('jun')) line.suppress('client');
      await world.write('into the void');
      await until(room, holds('into the void'));
      await until(room, isConnected);
      assert.deepEqual(states, ['disconnected', 'connecting', 'connected']);
      assert.equal(proxy.log.connects('jun'), 2);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    18,
    'the TCP connection is reset without a close frame',
    'disconnected, connecting, connected; nothing is missing',
    inWorld(async (world) => {
      const room = await world.join('jun');
      await world.write('before');
      await until(room, holds('before'));
      const states = statesOf(room);
      await world.cut(room);
      const { error, retryAt = 0 } = room.status;
      assert.equal(error?.code, 'network');
      assert.ok(retryAt > 0);
      await world.write('meanwhile');
      await until(room, isConnected);
      assert.deepEqual(states, ['disconnected', 'connecting', 'connected']);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    19,
    'handshakes are reset, answered with 500, and accepted only to be closed with 1013',
    'the client goes on trying until it is in, and misses nothing',
    inWorld(async (world) => {
      const { proxy } = world;
      proxy.rule({ on: 'connect', client: 'jun', nth: 1, do: refuse });
      proxy.rule({ on: 'connect', client: 'jun', nth: 2, do: refuseHandshake(500) });
      proxy.rule({ on: 'connect', client: 'jun', nth: 3, do: acceptThenClose(1013) });
      await world.write('before');
      const room = world.enter('jun');
      await proxy.log.waitFor((event) => event.type === 'refused' && event.nth === 1);
      await world.write('meanwhile');
      await proxy.log.waitFor((event) => event.type === 'open' && event.nth === 4);
      await until(room, isConnected);
      assert.equal(proxy.log.connects('jun'), 4);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    22,
    'a line is closed with 1001, as at its hard limit, while others write',
    'another takes over, and nothing is missing',
    inWorld(async (world) => {
      const room = await world.join('jun');
      const states = statesOf(room);
      const written = world.writeMany(40);
      await until(room, ({ messages }) => messages.length >= 5);
      for (const line of world.proxy.lines('jun')) line.close(1001);
      await written;
      await until(room, ({ messages }) => messages.length === 40);
      await until(room, isConnected);
      assert.deepEqual(states, ['disconnected', 'connecting', 'connected']);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    29,
    'a room is opened and closed 100 times, at once, while connecting, and connected',
    'no line is left, and the next visit works',
    inWorld(async (world) => {
      const { proxy } = world;
      const client = world.client('jun');
      for (let n = 0; n < 100; n++) {
        const room = client.room(world.room_id);
        const from = proxy.log.events.length;
        if (n % 10 === 5) await proxy.log.waitFor(({ type }) => type === 'connect', from);
        if (n % 10 === 9) await until(room, isConnected);
        room.close();
      }
      // The last was connected: whatever the others had under way is over by now.
      const last = await world.join('jun');
      await world.write('after all');
      await until(last, holds('after all'));
      assertInvariants({ log: await world.log(), readers: [last] });
      const ends = ({ type }: { type: string }) => type === 'closed' || type === 'refused';
      const { log } = proxy;
      while (log.filter(ends).length < log.connects('jun') - 1) {
        await log.waitFor(ends, log.events.length);
      }
      assert.equal(proxy.lines('jun').length, 1);
    }),
  );
});
