import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe } from 'node:test';
import { CHANGES, type Item } from '../../src/contract/index.js';
import { rows } from '../unit/lambda/fixture.js';
import { attackCase } from './case.js';
import { assertRefused, Chat } from './chat.js';

let chat: Chat;

before(async () => {
  chat = await Chat.open();
});

/** One change of each kind, as its body says it. */
const changes = (target: number) => [
  { kind: 'edit', target, text: 'changed' },
  { kind: 'delete', target },
  { kind: 'ban', subject: 'jun' },
  { kind: 'unban', subject: 'jun' },
  { kind: 'freeze' },
  { kind: 'unfreeze' },
  { kind: 'slow', seconds: 60 },
];

/** The message as the log has it. */
async function stored({ timestamp }: Item, on = chat): Promise<Item | undefined> {
  return (await on.log()).find((item) => item.timestamp === timestamp);
}

describe('another’s message', () => {
  attackCase(
    111,
    'a user edits and deletes what another wrote, and a moderator edits it',
    '403, and the message stays as it was',
    async () => {
      const message = await chat.does('jun', { text: 'jun’s' });
      for (const [user, kind] of [
        ['mina', 'edit'],
        ['mina', 'delete'],
        ['mod', 'edit'],
      ] as const) {
        const change = { kind, target: message.timestamp, text: 'changed' };
        assertRefused(await chat.tries(user, change), 'forbidden', `${user} ${kind}`);
      }
      assert.deepEqual(await stored(message), message);
    },
  );

  attackCase(
    111,
    'somebody takes the id that wrote a message before the chat had tokens, and edits it',
    '403: nobody proved to have written it',
    async () => {
      const open = await Chat.open({ settings: { CHAT_AUTH: 'open', CHAT_TOKEN_KEYS: '' } });
      const body = { room_id: chat.room, user_id: 'mina', name: 'mina', text: 'written before' };
      const { body: said } = await open.put(undefined, body);
      const before = JSON.parse(said) as Item;
      for (const kind of ['edit', 'delete']) {
        const change = { kind, target: before.timestamp, text: 'changed' };
        assertRefused(await chat.tries('mina', change), 'forbidden', kind);
      }
      assert.deepEqual(await stored(before), before);
    },
  );

  attackCase(
    111,
    'an edit comes for what was deleted, and with the id that deleted it',
    'the text stays erased',
    async () => {
      const message = await chat.does('mina', { text: 'regretted' });
      const id = randomUUID();
      await chat.does('mina', { kind: 'delete', target: message.timestamp, id });
      assertRefused(
        await chat.tries('mina', { kind: 'edit', target: message.timestamp, text: 'again' }),
        'not_found',
      );
      await chat.tries('mina', { kind: 'edit', target: message.timestamp, text: 'again', id });
      const { message: text, erased } = (await stored(message)) ?? assert.fail();
      assert.deepEqual([text, erased], ['', true]);
    },
  );
});

describe('the right to moderate', () => {
  attackCase(
    112,
    'a body, a header and a claim say that its user moderates, and the token’s rooms do not',
    '403 for everything that moderates; what is stored has the role of a user',
    async () => {
      const message = await chat.does('jun', { text: 'stays' });
      const pretences = {
        role: 'moderator',
        rights: ['moderate'],
        moderates: true,
        rooms: { [chat.room]: ['moderate'] },
      };
      const claims = { role: 'moderator', moderator: true, scope: 'moderate', rights: ['moderate'] };
      const token = await chat.token('mina', claims);
      const headers = { 'X-Role': 'moderator', 'X-Amzn-Oidc-Data': 'moderator' };
      for (const change of changes(message.timestamp)) {
        const body = { room_id: chat.room, user_id: 'mina', name: 'mina', ...pretences, ...change };
        assertRefused(await chat.put(token, body, headers), 'forbidden', change.kind);
      }
      const item = await chat.does('mina', { text: 'hello', ...pretences });
      assert.equal(item.role, 'user');
      assert.deepEqual(await stored(item), item);
      assert.deepEqual(await stored(message), message);
    },
  );

  attackCase(112, 'a token moderates one room, and the change is for another', '403', async () => {
    const rooms = { elsewhere: ['read', 'write', 'moderate'], [chat.room]: ['read', 'write'] };
    for (const change of changes((await chat.does('jun', { text: 'x' })).timestamp)) {
      assertRefused(await chat.tries('mina', change, { rooms }), 'forbidden', change.kind);
    }
  });

  attackCase(
    112,
    'the chat is open, and somebody asks for each change',
    '403 for every kind: nobody there is who they say',
    async () => {
      const open = await Chat.open({ settings: { CHAT_AUTH: 'open', CHAT_TOKEN_KEYS: '' } });
      const body = { room_id: open.room, user_id: 'mina', name: 'mina' };
      const message = JSON.parse((await open.put(undefined, { ...body, text: 'x' })).body) as Item;
      const all = changes(message.timestamp);
      assert.deepEqual(new Set(all.map(({ kind }) => kind)), new Set(Object.keys(CHANGES)));
      for (const token of [undefined, await open.token('mod')]) {
        for (const change of all) {
          assertRefused(await open.put(token, { ...body, ...change }), 'forbidden', change.kind);
        }
      }
      assert.deepEqual(await open.log(), [message]);
    },
  );
});

describe('changes that race', () => {
  attackCase(
    63,
    '20 edits of one message and one delete at the same moment',
    'the newest state wins for everybody: erased, with no text of it in the log or in a later page',
    async () => {
      const own = await Chat.open();
      const message = await own.does('mina', { text: 'text 0' });
      const { timestamp: target } = message;
      await Promise.all([
        ...Array.from({ length: 20 }, (_, index) =>
          own.tries('mina', { kind: 'edit', target, text: `text ${index + 1}` }),
        ),
        own.does('mod', { kind: 'delete', target }),
      ]);
      const row = (await stored(message, own)) ?? assert.fail();
      assert.deepEqual([row.message, row.erased], ['', true]);
      const log = JSON.stringify(await rows(own.room));
      assert.ok(!/text \d/.test(log), log);
      const page = await own.get(await own.token('jun'), { changes: 'true', limit: '500' });
      assert.ok(!/text \d/.test(page.body), page.body);
    },
  );

  attackCase(
    63,
    'two edits of one message race',
    'the message has the text of the edit with the higher place',
    async () => {
      const own = await Chat.open();
      const { timestamp: target } = await own.does('mina', { text: 'zero' });
      const texts = Array.from({ length: 10 }, (_, index) => `edit ${index}`);
      const done = await Promise.all(
        texts.map(async (text) => ({ text, change: await own.does('mina', { kind: 'edit', target, text }) })),
      );
      const newest = done.toSorted((a, b) => b.change.timestamp - a.change.timestamp)[0] ?? assert.fail();
      const [row] = await own.log();
      assert.equal(row?.message, newest.text);
      assert.equal(row?.edited_at, newest.change.timestamp);
    },
  );

  attackCase(
    64,
    'a message is deleted while somebody who holds it is offline',
    'the changes since then name it, and no page says its text any more',
    async () => {
      const own = await Chat.open();
      const message = await own.does('jun', { text: 'deleted later' });
      await own.does('mina', { text: 'after it' });
      const last = await own.does('mina', { text: 'the last that the reader holds' });
      await own.does('mod', { kind: 'delete', target: message.timestamp });
      const token = await own.token('mina');
      const page = await own.get(token, { after: String(last.timestamp), changes: 'true' });
      const [change, ...more] = JSON.parse(page.body) as Item[];
      assert.deepEqual(more, []);
      assert.deepEqual(
        [change?.kind, change?.target, change?.state?.erased, change?.state?.message],
        ['delete', message.timestamp, true, ''],
      );
      assert.ok(!(await own.get(token, { changes: 'true' })).body.includes('deleted later'));
      assert.ok(!JSON.stringify(await rows(own.room)).includes('deleted later'));
    },
  );
});

describe('fields of the server', () => {
  attackCase(
    48,
    'a message brings fields that are the server’s, and some that nobody knows',
    'none of them is stored',
    async () => {
      const item = await chat.does('mina', {
        text: 'plain',
        timestamp: 1,
        seq: 1,
        message: 'other',
        edited_at: 1,
        erased: true,
        expires_at: 1,
        fenced: true,
        state: {},
        subject: 'jun',
        seconds: 1,
        banned: true,
        'a new one': 1,
      });
      assert.deepEqual(Object.keys(item).sort(), [
        'id',
        'message',
        'name',
        'role',
        'room_id',
        'seq',
        'timestamp',
        'user_id',
      ]);
      assert.equal(item.message, 'plain');
      assert.deepEqual(await stored(item), item);
      assert.ok(item.timestamp > 1_700_000_000_000);
    },
  );
});
