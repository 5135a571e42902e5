import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe } from 'node:test';
import pMap from 'p-map';
import { WireError } from '../../src/contract/index.js';
import { logOf } from '../unit/lambda/open.js';
import { faultCase } from './case.js';
import { assertInvariants } from './invariants.js';
import { changeReply, drop, loseReply, refuse } from './proxy/actions.js';
import { store } from './rows.js';
import { holds, inWorld, texts, until, type World } from './world.js';

/** Neither a push nor a page settles what this client sends: only the answer to a PUT can. */
function hideOwn({ proxy }: World, client: string): void {
  const isOwn = ({ type, user_id }: Record<string, unknown>) => type === 'again' || user_id === client;
  proxy.rule({ on: 'frame', to: 'client', client, when: isOwn, do: drop });
  proxy.rule({ on: 'request', method: 'GET', client, do: refuse });
}

/** The ids that a client's PUTs carried. */
function idsOf({ proxy }: World, client: string): unknown[] {
  return proxy.log.events
    .filter((event) => event.type === 'request')
    .filter((request) => request.client === client && request.method === 'PUT')
    .map(({ body }) => (JSON.parse(body) as { id: unknown }).id);
}

describe('sending', { concurrency: true }, () => {
  faultCase(
    3,
    'a PUT is stored, its answer is lost',
    'the repeated PUT answers the same item; there is one message',
    inWorld(async (world) => {
      const [writer, reader] = [await world.join('mina'), await world.join('jun')];
      hideOwn(world, 'mina');
      world.proxy.rule({ on: 'request', method: 'PUT', do: loseReply, times: 1 });
      const sent = await writer.send('once');
      const log = await world.log();
      assert.deepEqual(
        log.map(({ timestamp }) => timestamp),
        [sent.timestamp],
      );
      const ids = idsOf(world, 'mina');
      assert.equal(ids.length, 2);
      assert.deepEqual(new Set(ids), new Set([sent.id]));
      await until(reader, holds('once'));
      assertInvariants({ log, acked: [sent], readers: [writer, reader] });
    }),
  );

  faultCase(
    4,
    'a PUT is stored and answered by the gateway with 504, three times',
    'every try has the same id; there is one message',
    inWorld(async (world) => {
      const [writer, reader] = [await world.join('mina'), await world.join('jun')];
      hideOwn(world, 'mina');
      const late = JSON.stringify(new WireError('timeout', 'unable to answer; it took too long; try again'));
      const do504 = changeReply(({ headers }) => ({ status: 504, headers, body: late }));
      world.proxy.rule({ on: 'request', method: 'PUT', do: do504, times: 3 });
      const sent = await writer.send('patience');
      const ids = idsOf(world, 'mina');
      assert.equal(ids.length, 4);
      assert.deepEqual(new Set(ids), new Set([sent.id]));
      await until(reader, holds('patience'));
      assertInvariants({ log: await world.log(), acked: [sent], readers: [writer, reader] });
      assert.deepEqual([texts(writer), texts(reader)], [['patience'], ['patience']]);
    }),
  );

  faultCase(
    5,
    'the same id comes again with another text',
    'the first message stays and is the answer',
    inWorld(async (world) => {
      const reader = await world.join('jun');
      const id = randomUUID();
      const first = await world.write('first', { id });
      assert.deepEqual(await world.write('second', { id }), first);
      await until(reader, holds('first'));
      await world.write('last');
      await until(reader, holds('last'));
      assert.deepEqual(texts(reader), ['first', 'last']);
      assertInvariants({ log: await world.log(), acked: [first], readers: [reader] });
    }),
  );

  faultCase(
    6,
    'the same id comes from another user, and in another room',
    'each is a message of its own, in its own room',
    inWorld(async (world) => {
      const reader = await world.join('jun');
      const id = randomUUID();
      const elsewhere = await world.write('elsewhere', { id, room_id: `other ${id}` });
      const acked = [
        await world.write('mine', { id }),
        await world.write('theirs', { id, user_id: 'another' }),
      ];
      await until(reader, holds('mine', 'theirs'));
      const log = await world.log();
      assert.deepEqual(log, acked);
      assert.equal(elsewhere.room_id, `other ${id}`);
      assertInvariants({ log, acked, readers: [reader] });
    }),
  );

  faultCase(
    7,
    '200 PUTs in one frozen millisecond, while a reader is away',
    '200 messages with 200 rising timestamps',
    inWorld(async (world) => {
      const reader = await world.join('jun');
      const first = await world.write('first');
      await until(reader, holds('first'));
      const allow = world.proxy.rule({ on: 'connect', client: 'jun', do: refuse });
      await world.cut(reader);
      const now = Date.now();
      const frozen = logOf({ ...store, now: () => now });
      const { room_id } = world;
      const numbers = Array.from({ length: 200 }, (_, n) => `${n}`);
      const append = (text: string) =>
        frozen.append({ room_id, user_id: 'writer', name: 'Writer', text, id: `id ${text}` });
      const appended = await pMap(numbers, append, { concurrency: 20 });
      const acked = [first, ...appended.map(({ item }) => item)];
      assert.equal(new Set(acked.map(({ timestamp }) => timestamp)).size, 201);
      allow();
      await until(reader, ({ messages }) => messages.length === 201);
      const log = await world.log();
      assert.equal(Math.floor(log.at(-1)?.timestamp ?? 0), now);
      assertInvariants({ log, acked, readers: [reader] });
    }),
  );
});
