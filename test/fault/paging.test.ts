import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { faultCase } from './case.js';
import { assertInvariants, assertRising } from './invariants.js';
import { fill, land, remove } from './rows.js';
import { inWorld, until } from './world.js';

const HOUR_MS = 60 * 60_000;

describe('paging', { concurrency: true }, () => {
  faultCase(
    43,
    'a room has 100,000 messages, 15 MB of them',
    'it opens at its newest page by one request; a walk through all pages gives each once',
    inWorld(async (world) => {
      await fill(world.room_id, { count: 100_000, from: Date.now() - 24 * HOUR_MS });
      const room = await world.join('jun');
      assert.equal(world.proxy.log.requests('jun', 'GET'), 1);
      assert.equal(room.messages.length, 100);
      assert.equal(room.messages.at(-1)?.seq, 100_000);
      for (let pages = 0; pages < 5; pages++) await room.loadOlder();
      assert.equal(room.messages.length, 600);

      const log = await world.log();
      assert.equal(log.length, 100_000);
      assertRising('the walk', log);
      assertInvariants({ log, readers: [room] });
    }),
  );

  faultCase(
    44,
    'messages are added, and others deleted, while somebody pages through a room',
    'no message is skipped, none is there twice',
    inWorld(async (world) => {
      const { room_id } = world;
      await fill(room_id, { count: 1_000, from: Date.now() - HOUR_MS });
      const stored = await world.log();
      const room = await world.join('jun');
      // From the oldest on: what is not loaded yet.
      for (let page = 0; room.hasOlder; page++) {
        const [old, next] = [stored[page * 3], stored[page * 3 + 1]];
        if (old) await remove(old);
        if (next) {
          await land(room_id, { ...next, timestamp: next.timestamp + 1, seq: 5_000 + page, at: 0 }, 'late');
        }
        await Promise.all([room.loadOlder(), world.write(`new ${page}`)]);
      }
      await until(room, ({ messages }) => messages.filter(({ text }) => text.startsWith('new')).length >= 9);
      const log = await world.log();
      assert.ok(log.length > 1_000);
      assert.equal(room.messages.length, log.length);
      assertInvariants({ log, readers: [room] });
    }),
  );
});
