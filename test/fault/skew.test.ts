import assert from 'node:assert/strict';
import { afterEach } from 'node:test';
import { faultCase } from './case.js';
import { assertInvariants } from './invariants.js';
import { holds, inWorld, isConnected, texts, until } from './world.js';

const DAY_MS = 24 * 60 * 60_000;

const { now } = Date;
afterEach(() => {
  Date.now = now;
});

for (const [skew, where] of [
  [DAY_MS, 'a day ahead'],
  [-DAY_MS, 'a day behind'],
] as const) {
  faultCase(
    12,
    `the device’s clock is ${where}`,
    'every message has the server’s time, in the server’s order; a catch-up misses nothing',
    inWorld(async (world) => {
      Date.now = () => now() + skew;
      await world.write('before');
      const room = await world.join('jun');
      const own = await room.send('own');
      await world.write('answer');
      await until(room, holds('answer'));
      await world.cut(room);
      await world.write('missed');
      await until(room, isConnected);
      assert.deepEqual(texts(room), ['before', 'own', 'answer', 'missed']);
      for (const { timestamp } of room.messages) assert.ok(Math.abs(timestamp - now()) < DAY_MS / 24);
      assertInvariants({ log: await world.log(), acked: [own], readers: [room] });
    }),
  );
}
