import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe } from 'node:test';
import { WebSocket } from 'ws';
import type { Item } from '../../src/contract/index.js';
import { faultCase } from './case.js';
import { assertInvariants } from './invariants.js';
import { changeReply, replace } from './proxy/actions.js';
import { holds, inWorld, texts, until } from './world.js';

describe('versions that meet', { concurrency: true }, () => {
  faultCase(
    48,
    'a newer server adds fields, frames of unknown types and items of unknown kinds',
    'the SDK ignores what it does not know and shows every message',
    inWorld(async (world) => {
      const { proxy, room_id } = world;
      const newer = (item: object) => ({ ...item, edited_at: 1, reactions: { '👍': ['mina'] }, v: 2 });
      const change = { room_id, kind: 'edit', target: 1, user_id: 'u', name: 'U', message: 'changed' };
      proxy.rule({
        on: 'frame',
        to: 'client',
        client: 'jun',
        do: replace((data) => [
          '{"type":"typing","user_id":"mina"}',
          JSON.stringify({ type: 'change', item: { ...change, timestamp: 1 } }),
          JSON.stringify({ ...change, timestamp: Date.now(), seq: 1 }),
          '{"type":"error","error":{"code":"of_tomorrow","message":"unable to …; new","retryable":false}}',
          JSON.stringify(newer(JSON.parse(data) as object)),
        ]),
      });
      proxy.rule({
        on: 'request',
        client: 'jun',
        do: changeReply(({ status, headers, body }) => {
          const answer = JSON.parse(body) as object | object[];
          const page = Array.isArray(answer)
            ? [...answer.map(newer), { ...change, timestamp: 2 }]
            : newer(answer);
          return { status, headers, body: JSON.stringify(page) };
        }),
      });
      await world.write('before');
      const room = await world.join('jun');
      await world.write('after');
      await until(room, holds('before', 'after'));
      const own = await room.send('own');
      assert.deepEqual(texts(room), ['before', 'after', 'own']);
      assert.equal(room.status.current, 'connected');
      assertInvariants({ log: await world.log(), acked: [own], readers: [room] });
    }),
  );

  faultCase(
    65,
    'a client of the older contract, which knows neither ids nor pages, is in a room with ours',
    'both see every message, in one order',
    inWorld(async (world) => {
      const { room_id, proxy } = world;
      const { api, socket } = proxy.addresses('old');
      await world.write('before');
      const query = encodeURIComponent(room_id);
      const shown = (await (await fetch(`${api}/chat?room_id=${query}`)).json()) as Item[];
      const line = new WebSocket(`${socket}?user_id=old&room_id=${query}`);
      line.on('message', (data) => {
        const frame = JSON.parse(String(data)) as Item;
        if (frame.timestamp) shown.push(frame);
      });
      await once(line, 'open');
      const ours = await world.join('jun');
      line.send('{"message":"ping"}');
      const body = JSON.stringify({ room_id, text: 'from the old', user_id: 'old', name: 'Old' });
      const acked = [
        await ours.send('from ours'),
        (await (await fetch(`${api}/chat`, { method: 'PUT', body })).json()) as Item,
      ];
      while (shown.length < 3) await once(line, 'message');
      await until(ours, holds('before', 'from ours', 'from the old'));
      assert.deepEqual(
        shown.map(({ message }) => message),
        texts(ours),
      );
      line.close();
      assertInvariants({ log: await world.log(), acked, readers: [ours] });
    }),
  );
});
