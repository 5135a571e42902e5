import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Gap, Message, Recovery, Room } from '../../src/client/index.js';
import { faultCase } from './case.js';
import { assertInvariants, assertRising } from './invariants.js';
import { delayReply, drop, refuse } from './proxy/actions.js';
import { fill, land, takePlace } from './rows.js';
import { holds, inWorld, isConnected, isStored, moment, texts, until } from './world.js';

/** What a room says from now on. */
function listen(room: Room) {
  const heard = { messages: [] as Message[], recovered: [] as Recovery[], gaps: [] as Gap[] };
  room.on('message', (message) => heard.messages.push(message));
  room.on('recovered', (recovery) => heard.recovered.push(recovery));
  room.on('gap', (gap) => heard.gaps.push(gap));
  room.on('change', () => assertRising('every snapshot', room.messages.filter(isStored)));
  return heard;
}

describe('catching up', { concurrency: true }, () => {
  faultCase(
    1,
    'a line is cut while others write 500 messages',
    'exactly those arrive, once, in order at every moment, by at most 6 requests, and one `recovered`',
    inWorld(async (world) => {
      const room = await world.join('jun');
      await world.writeMany(20, 'before');
      await until(room, ({ messages }) => messages.length === 20);
      const heard = listen(room);

      const allow = world.proxy.rule({ on: 'connect', client: 'jun', do: refuse });
      await world.cut(room);
      const from = world.proxy.log.events.length;
      const missed = await world.writeMany(500, 'missed');
      assert.equal(room.messages.length, 20);
      allow();
      await until(room, isConnected);

      const requests = world.proxy.log.requests('jun', 'GET', from);
      console.log(`500 missed messages: ${requests} requests`);
      assert.ok(requests <= 6, `${requests} requests`);
      assert.deepEqual(
        heard.messages.map(({ timestamp }) => timestamp),
        missed.map(({ timestamp }) => timestamp),
      );
      assert.deepEqual([heard.recovered, heard.gaps], [[{ count: 500 }], []]);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    2,
    'away for 3 hours, 20,000 messages',
    'the newest page and a gap are there; filling it brings all, none twice',
    inWorld(async (world) => {
      const left = Date.now() - 3 * 60 * 60_000;
      await fill(world.room_id, { count: 10, from: left - 60_000, to: left });
      const room = await world.join('jun');
      const heard = listen(room);
      const allow = world.proxy.rule({ on: 'connect', client: 'jun', do: refuse });
      await world.cut(room);
      const from = world.proxy.log.events.length;
      await fill(world.room_id, { count: 20_000, from: left, first: 11 });
      allow();
      await until(room, isConnected);
      await until(room, ({ gaps }) => gaps.length === 1);

      assert.equal(heard.gaps.length, 1);
      // What came after the last one known, the newest page, and once more what stands below the gap: it may have been changed there.
      assert.ok(world.proxy.log.requests('jun', 'GET', from) <= 3);
      const log = await world.log();
      assert.equal(room.messages.at(-1)?.timestamp, log.at(-1)?.timestamp);
      assertInvariants({ log, readers: [room] });

      for (let [gap] = room.gaps; gap; [gap] = room.gaps) await gap.fill();
      assert.equal(room.messages.length, 20_010);
      assertInvariants({ log, readers: [room] });
    }),
  );

  faultCase(
    10,
    'a writer takes its place before another and lands after it, while a reader is away',
    'the reader, whose cursor has passed that place, gets both',
    inWorld(async (world) => {
      // Nothing below shows the reader that one is missing: only looking back finds it.
      const place = await takePlace(world.room_id);
      await world.write('overtakes');
      const room = await world.join('jun');
      await world.cut(room);
      await land(world.room_id, place, 'lands late');
      await until(room, isConnected);
      await until(room, holds('lands late'));
      assert.deepEqual(texts(room), ['lands late', 'overtakes']);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    10,
    'a writer takes its place before another, lands after the first look for it, and its push is lost',
    'a later look finds it, on the same line',
    inWorld(async (world) => {
      const { log } = world.proxy;
      const room = await world.join('jun');
      const place = await takePlace(world.room_id);
      const from = log.events.length;
      await world.write('overtakes');
      await log.waitFor(
        ({ type, client, ...event }) =>
          type === 'answer' && client === 'jun' && 'method' in event && event.method === 'GET',
        from,
      );
      await land(world.room_id, place, 'lands late');
      await until(room, holds('overtakes', 'lands late'));
      assert.equal(log.connects('jun'), 1);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    13,
    'a message is pushed before the history that was asked for arrives',
    'no message is missing at the seam, none is there twice',
    inWorld(async (world) => {
      const { proxy } = world;
      await world.write('in history');
      const seam = moment();
      proxy.rule({ on: 'request', client: 'jun', method: 'GET', do: delayReply(seam.come), times: 1 });
      const room = world.enter('jun');
      await proxy.log.waitFor(({ type, client }) => type === 'open' && client === 'jun');
      await proxy.log.waitFor(({ type, client }) => type === 'reply' && client === 'jun');
      await world.write('pushed');
      await proxy.log.waitFor((event) => event.type === 'frame' && event.data.includes('pushed'));
      assert.deepEqual(texts(room), []);
      seam.now();
      await until(room, isConnected);
      assert.deepEqual(texts(room), ['in history', 'pushed']);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    35,
    'a member joins, and the fan-out does not see it yet when a message is sent',
    'the member gets it, on the same line',
    inWorld(async (world) => {
      const { proxy } = world;
      // As long as the index is late, the new connection is pushed nothing.
      proxy.rule({ on: 'frame', to: 'client', client: 'jun', when: isItem, do: drop });
      const [room, other] = [await world.join('jun'), await world.join('mina')];
      await proxy.log.waitFor((event) => event.type === 'frame' && event.data.includes('pong'));
      await world.write('in the window');
      await Promise.all([room, other].map((reader) => until(reader, holds('in the window'))));
      assert.equal(proxy.log.connects('jun'), 1);
      assertInvariants({ log: await world.log(), readers: [room, other] });
    }),
  );
});

function isItem(frame: Record<string, unknown>): boolean {
  return 'timestamp' in frame;
}
