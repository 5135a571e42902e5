import assert from 'node:assert/strict';
import { faultCase } from './case.js';
import { timed } from './fake-time.js';
import { assertInvariants } from './invariants.js';
import { isConnected } from './world.js';

const CLIENTS = 1_000;
const SECOND = 1_000;

/** New connections that API Gateway takes of an account in a second. */
const QUOTA = 500;

faultCase(
  20,
  '1,000 clients are cut at once',
  'all are back within 15 s, no second sees more than twice the mean or 500, and nothing is missing',
  timed(async ({ backend, clock, enter, within }) => {
    const rooms = Array.from({ length: CLIENTS }, (_, n) => enter(`client ${n}`));
    backend.write('before');
    await within(10 * SECOND, () => rooms.every(isConnected));
    await clock.tickAsync(20 * SECOND);

    const from = backend.handshakes.length;
    const cutAt = Date.now();
    backend.cut();
    for (let n = 0; n < 20; n++) backend.write(`missed ${n}`);
    await within(15 * SECOND, () => rooms.every(isConnected));

    const seconds: number[] = [];
    for (const at of backend.handshakes.slice(from)) {
      const second = Math.floor((at - cutAt) / SECOND);
      seconds[second] = (seconds[second] ?? 0) + 1;
    }
    const counts = Array.from(seconds, (count = 0) => count);
    for (const [second, count] of counts.entries()) {
      console.log(`second ${second + 1}: ${String(count).padStart(3)} ${'█'.repeat(count / 10)}`);
    }
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      CLIENTS,
    );
    assert.ok(Math.max(...counts) <= Math.min(QUOTA, (2 * CLIENTS) / counts.length), `${counts}`);
    assertInvariants({ log: backend.items, readers: rooms });
  }),
);
