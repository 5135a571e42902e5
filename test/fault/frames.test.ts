import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe } from 'node:test';
import { setTimeout as pass } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Message, Room } from '../../src/client/index.js';
import { socketUrl } from '../../src/contract/index.js';
import { Line } from '../conformance/backend.js';
import { faultCase } from './case.js';
import { assertInvariants, assertRising } from './invariants.js';
import { delay, drop, duplicate, reorder } from './proxy/actions.js';
import { backend, holds, inWorld, isStored, until } from './world.js';

/** What is heard as news from now on, and that every snapshot is in order. */
function news(room: Room): Message[] {
  const heard: Message[] = [];
  room.on('message', (message) => heard.push(message));
  room.on('change', () => assertRising('every snapshot', room.messages.filter(isStored)));
  return heard;
}

function says(...texts: string[]): (frame: Record<string, unknown>) => boolean {
  return ({ message }) => texts.includes(String(message));
}

/** How a connection ends on which this is sent. */
async function closeCodeOf(room_id: string, frame: string | Buffer): Promise<unknown> {
  const socket = new WebSocket(socketUrl(backend().socket, { room_id, user_id: 'mina' }));
  await once(socket, 'open');
  socket.send(frame);
  const [code] = await once(socket, 'close');
  return code;
}

describe('frames', { concurrency: true }, () => {
  faultCase(
    14,
    'frames come in reverse, three times, and 5 s late',
    'every snapshot is in order, every message is heard once',
    inWorld(async (world) => {
      const { proxy } = world;
      const room = await world.join('jun');
      const heard = news(room);
      const late = pass(5_000);
      for (const [texts, action] of [
        [['m 0', 'm 1', 'm 2'], reorder(3)],
        [['m 3'], duplicate(3)],
        [['m 4'], delay(late)],
      ] as const) {
        proxy.rule({ on: 'frame', to: 'client', client: 'jun', when: says(...texts), do: action });
      }
      for (let n = 0; n < 7; n++) await world.write(`m ${n}`);
      await until(room, ({ messages }) => messages.length === 7);
      await late;
      await world.write('last');
      await until(room, holds('last'));
      assert.equal(heard.length, 8);
      assert.equal(new Set(heard.map(({ timestamp }) => timestamp)).size, 8);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    15,
    'one frame of three is dropped on a line that lives',
    'it is read for; the line stays',
    inWorld(async (world) => {
      const { proxy } = world;
      const room = await world.join('jun');
      const heard = news(room);
      proxy.rule({ on: 'frame', to: 'client', client: 'jun', when: says('lost'), do: drop });
      for (const text of ['first', 'lost', 'next']) await world.write(text);
      await until(room, holds('first', 'lost', 'next'));
      assert.equal(proxy.log.connects('jun'), 1);
      assert.deepEqual(heard.map(({ text }) => text).toSorted(), ['first', 'lost', 'next']);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );

  faultCase(
    47,
    'a client sends JSON that is none, null, [], a number, nothing, 40 KB, 1 MB and binary',
    'each ends in an error frame or in close code 1003 or 1009; everybody else goes on',
    inWorld(async (world) => {
      const reader = await world.join('jun');
      for (const frame of ['{', 'null', '[]', '7', '""', '', '{"action":{}}', '\0']) {
        const line = await Line.open(world.room_id);
        assert.equal((await line.ask(frame))['type'], 'error', JSON.stringify(frame));
        assert.equal((await line.ask('{"action":"ping"}'))['type'], 'pong');
        await line.close();
      }
      for (const [frame, code] of [
        ['x'.repeat(40_000), 1009],
        ['x'.repeat(1_000_000), 1009],
        [Buffer.from('{"action":"ping"}'), 1003],
      ] as const) {
        assert.equal(await closeCodeOf(world.room_id, frame), code);
      }
      await world.write('still here');
      await until(reader, holds('still here'));
      assert.equal(world.proxy.log.connects('jun'), 1);
      assertInvariants({ log: await world.log(), readers: [reader] });
    }),
  );

  faultCase(
    47,
    'a server pushes JSON that is none, null, [], a number, nothing, 1 MB, binary and items without a place',
    'the SDK ignores each and stays on its line',
    inWorld(async (world) => {
      const { room_id, proxy } = world;
      const room = await world.join('jun');
      const heard = news(room);
      const [line] = proxy.lines('jun');
      const stray = { room_id: 'elsewhere', timestamp: 1, user_id: 'u', name: 'U', message: 'stray' };
      for (const frame of [
        ...['{', 'null', '[]', '7', '"text"', '', '\0', 'x'.repeat(1_000_000)],
        ...[{ room_id }, { room_id, timestamp: '1' }, { room_id, timestamp: -1 }, stray].map((value) =>
          JSON.stringify(value),
        ),
        ...['{"type":"pong"}', '{"type":"pong","head":7}', '{"type":"again"}', '{"type":"error"}'],
        Buffer.from([0, 255]),
      ]) {
        line?.inject('client', frame);
      }
      const item = await world.write('real');
      await until(room, holds('real'));
      assert.deepEqual(
        heard.map(({ timestamp }) => timestamp),
        [item.timestamp],
      );
      assert.equal(proxy.log.connects('jun'), 1);
      assertInvariants({ log: await world.log(), readers: [room] });
    }),
  );
});
