import assert from 'node:assert/strict';
import { once } from 'node:events';
import { it } from 'node:test';
import { WebSocket } from 'ws';
import { api, freshRoom, socket } from './backend.js';

/**
 * A client as it was written for the older backend, with nothing of ours in it: one GET, one socket whose query has the user first,
 * its own ping, a PUT of four fields; every frame with a `timestamp` is a message.
 */
it('a plain client of the older contract works unchanged', { timeout: 30_000 }, async () => {
  const room = freshRoom();
  const query = encodeURIComponent(room);
  const say = (text: string, user_id: string) =>
    fetch(`${api}/chat`, {
      method: 'PUT',
      body: JSON.stringify({ room_id: room, text, user_id, name: 'Old' }),
    });
  await say('before', 'other');

  const shown = (await (await fetch(`${api}/chat?room_id=${query}`)).json()) as Record<string, unknown>[];
  const line = new WebSocket(`${socket}?user_id=me&room_id=${query}`);
  const everyPush = new Promise<void>((resolve) => {
    line.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Record<string, unknown>;
      if (frame['timestamp']) shown.push(frame);
      if (shown.length === 3) resolve();
    });
  });
  await once(line, 'open');
  line.send('{"message":"ping"}');

  await say('hello', 'me');
  await say('again', 'other');
  await everyPush;
  line.close();

  assert.deepEqual(
    shown.map(({ room_id, message, user_id, name }) => ({ room_id, message, user_id, name })),
    [
      { room_id: room, message: 'before', user_id: 'other', name: 'Old' },
      { room_id: room, message: 'hello', user_id: 'me', name: 'Old' },
      { room_id: room, message: 'again', user_id: 'other', name: 'Old' },
    ],
  );
  for (const { timestamp } of shown) assert.equal(typeof timestamp, 'number');
});
