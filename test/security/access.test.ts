import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe } from 'node:test';
import { NEXT_HEADER } from '../../src/contract/index.js';
import { freshRoom, withClock } from '../unit/lambda/fixture.js';
import { attackCase } from './case.js';
import { assertRefused, Chat } from './chat.js';
import { noDatabase } from './databases.js';

let chat: Chat;
/** Another site's visitors are in it; nobody here may enter. */
let elsewhere: Chat;
/** The same as `chat`, for what has to be refused before the database is asked. */
let door: Chat;

before(async () => {
  [chat, elsewhere] = [await Chat.open(), await Chat.open()];
  door = chat.on(noDatabase);
});

const message = (room_id: string, user: string, fields: object = {}) => ({
  room_id,
  user_id: user,
  name: user,
  text: 'in',
  id: randomUUID(),
  ...fields,
});

describe('another’s name', () => {
  attackCase(
    53,
    'a body carries another’s user_id, or name, than its token',
    '403, before the database is asked',
    async () => {
      const token = await chat.token('mina');
      for (const fields of [
        { user_id: 'jun' },
        { name: 'jun' },
        { user_id: 'jun', name: 'jun' },
        { user_id: 'MINA' },
      ]) {
        const answer = await door.put(token, message(chat.room, 'mina', fields));
        assert.equal(answer.status, 403);
        assertRefused(answer, 'forbidden', JSON.stringify(fields));
      }
    },
  );

  attackCase(
    107,
    'a token’s sub is not the user_id of a connection or a change',
    '403, before the database is asked, and nobody is entered into the room',
    async () => {
      const token = await chat.token('mod');
      assertRefused(await door.connect(token, { user_id: 'mina' }), 'forbidden');
      const { timestamp } = await chat.does('mina', { text: 'mine' });
      const change = message(chat.room, 'mina', { kind: 'delete', target: timestamp });
      assertRefused(await door.put(token, change), 'forbidden');
      await chat.does('mina', { text: 'hello' });
      assert.deepEqual(chat.gateway.begun, []);
    },
  );
});

describe('another room', () => {
  attackCase(
    54,
    'history, a message and a socket are asked for in a room that the token does not name',
    '403 before the database is asked, with the same answer to the byte for a room that exists and one that does not',
    async () => {
      await elsewhere.does('mina', { text: 'secret' });
      const token = await chat.token('mina');
      const answers = await Promise.all(
        [elsewhere.room, freshRoom()].map((room) =>
          Promise.all([
            door.get(token, { room_id: room }),
            door.get(token, { room_id: room, changes: 'true', after: '0' }),
            door.put(token, message(room, 'mina', { id: 'same' })),
            door.put(token, message(room, 'mina', { kind: 'delete', target: 1, id: 'same' })),
            door.put(token, message(room, 'mina', { kind: 'freeze', id: 'same' })),
            door.connect(token, { room_id: room, user_id: 'mina' }),
          ]),
        ),
      );
      const [existing = [], absent = []] = answers;
      assert.deepEqual(existing, absent);
      for (const answer of existing) assertRefused(answer, 'forbidden');
      assert.equal((await elsewhere.log()).length, 1);
    },
  );

  attackCase(
    54,
    'a user may only write in a room, or only read',
    'neither right gives the other, none of them moderates, and nothing is read for who is refused',
    async () => {
      const only = (right: string) => chat.token('mina', { rooms: { [chat.room]: [right] } });
      const [reads, writes, moderates] = await Promise.all(['read', 'write', 'moderate'].map(only));
      const query = { user_id: 'mina' };
      for (const token of [writes, moderates]) {
        assertRefused(await door.get(token), 'forbidden');
        assertRefused(await door.connect(token, query), 'forbidden');
      }
      for (const token of [reads, moderates]) {
        assertRefused(await door.put(token, message(chat.room, 'mina')), 'forbidden');
      }
      for (const token of [reads, writes]) {
        assertRefused(await door.put(token, message(chat.room, 'mina', { kind: 'freeze' })), 'forbidden');
      }
      assert.equal((await chat.get(reads)).status, 200);
      assert.equal((await chat.put(writes, message(chat.room, 'mina'))).status, 200);
    },
  );

  attackCase(
    101,
    'a token of another room, with a name that begins like this one or holds it',
    '403 at every door, before the database is asked',
    async () => {
      const { room } = chat;
      for (const name of [
        `${room} 2`,
        room.slice(0, -1),
        room.toUpperCase(),
        ` ${room}`,
        `${room}/`,
        `*${room}`,
      ]) {
        const token = await chat.token('mina', { rooms: { [name]: ['read', 'write', 'moderate'] } });
        assertRefused(await door.get(token), 'forbidden', name);
        assertRefused(await door.put(token, message(room, 'mina')), 'forbidden', name);
        assertRefused(await door.connect(token, { user_id: 'mina' }), 'forbidden', name);
      }
    },
  );

  attackCase(
    108,
    'patterns that try to be every room: “**”, “?*”, “.*”, a star in the middle',
    'each names only rooms that begin with what stands before its last star',
    async () => {
      for (const pattern of [
        '**',
        '?*',
        '.*',
        '%*',
        `${chat.room.slice(0, 4)}*x`,
        '*room*',
        '[a-z]*',
        '__proto__*',
      ]) {
        const token = await chat.token('mina', { rooms: { [pattern]: ['read'] } });
        assertRefused(await door.get(token), 'forbidden', pattern);
      }
      const token = await chat.token('mina', { rooms: { [`${chat.room.slice(0, -2)}*`]: ['read'] } });
      assert.equal((await chat.get(token)).status, 200);
      assertRefused(await door.get(token, { room_id: `x${chat.room}` }), 'forbidden');
    },
  );

  attackCase(
    54,
    'somebody is connected to another room, and to this one under a token that has ended',
    'neither hears of a message here; the ended connection is closed',
    async () => {
      let now = Date.now();
      const own = await Chat.open({ store: withClock(() => now) });
      const outsider = `outsider ${randomUUID()}`;
      const other = await own.token('mina', { rooms: { [elsewhere.room]: ['read'] } });
      const query = { room_id: elsewhere.room, user_id: 'mina' };
      assert.equal((await own.connect(other, query, { connectionId: outsider })).status, 200);
      const ended = await own.joins('jun');
      now += 10 * 60_000;
      const member = `member ${randomUUID()}`;
      const renewed = await own.token('mina', { exp: Math.floor(now / 1_000) + 300 });
      assert.equal((await own.connect(renewed, { user_id: 'mina' }, { connectionId: member })).status, 200);
      const item = await own.does('mina', { text: 'for us' });
      assert.deepEqual(own.gateway.reached, [{ id: member, data: JSON.stringify(item) }]);
      assert.deepEqual(own.gateway.closed, [ended]);
      assertRefused(await own.frame(ended, { action: 'ping' }), 'not_connected');
    },
  );
});

describe('guesses', () => {
  attackCase(
    109,
    'the timestamp, seq and cursor of another room’s message are used here',
    'a page holds nothing of that room, a change finds no message, and that room stays as it was',
    async () => {
      const secret = await elsewhere.does('jun', { text: 'secret' });
      const { timestamp, seq } = secret;
      const log = await elsewhere.log();
      const token = await chat.token('mod');
      for (const cursor of [timestamp, timestamp - 1, timestamp + 1, seq]) {
        for (const direction of ['before', 'after']) {
          const page = await chat.get(token, { [direction]: String(cursor), changes: 'true' });
          assert.equal(page.status, 200, page.body);
          assert.ok(!page.body.includes('secret') && !page.body.includes(elsewhere.room));
          assert.ok(!(page.headers[NEXT_HEADER] ?? '').includes(String(timestamp)));
        }
      }
      for (const target of [timestamp, seq]) {
        for (const kind of ['edit', 'delete']) {
          const change = message(chat.room, 'mod', { kind, target, text: 'gone' });
          assertRefused(await chat.put(token, change), 'not_found', kind);
        }
      }
      assert.deepEqual(await elsewhere.log(), log);
    },
  );

  attackCase(
    110,
    'the id of another user’s message is used again',
    'it is a message of its own; neither learns of the other, and the first stays as it was',
    async () => {
      const first = await chat.does('jun', { text: 'first', id: 'guessed' });
      const second = await chat.does('mina', { text: 'second', id: 'guessed' });
      assert.notEqual(second.timestamp, first.timestamp);
      assert.equal(second.message, 'second');
      const again = await chat.does('jun', { text: 'third', id: 'guessed' });
      assert.deepEqual(again, first);
    },
  );
});
