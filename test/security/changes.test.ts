import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe } from 'node:test';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../src/contract/index.js';
import { TABLES } from '../../src/lambda/store.js';
import { rows, store, withClock } from '../unit/lambda/fixture.js';
import { attackCase } from './case.js';
import { assertRefused, Chat } from './chat.js';

const HOUR_MS = 60 * 60 * 1_000;

const EDITS = 50;

/** A page of the room as jun reads it. */
async function pageOf(chat: Chat, query: object = {}): Promise<Item[]> {
  const { body } = await chat.get(await chat.token('jun'), query);
  return JSON.parse(body) as Item[];
}

/** Edits of these messages as the log has them, after all that it holds: written at once, since so many PUTs take long. */
async function putEdits(messages: readonly Item[], count: number): Promise<void> {
  const last = Math.ceil(messages.at(-1)?.timestamp ?? 0);
  const edits = Array.from({ length: count }, (_, nth) => {
    const { timestamp: target, ...item } = messages[nth % messages.length] ?? assert.fail();
    const place = { timestamp: last + 1 + nth, seq: messages.length + nth + 1 };
    return { ...item, ...place, id: randomUUID(), message: '', kind: 'edit', target };
  });
  for (let first = 0; first < count; first += 25) {
    const puts = edits.slice(first, first + 25).map((Item) => ({ PutRequest: { Item } }));
    await store.db.send(new BatchWriteCommand({ RequestItems: { [TABLES.messages]: puts } }));
  }
}

describe('a message past its retention', () => {
  attackCase(
    119,
    'the database has not swept it yet, and a change of it is read, repeated and made',
    'its text is in no state and in no page, and there is nothing to edit',
    async () => {
      let now = Date.now();
      const settings = { CHAT_RETENTION_DAYS: '1' };
      const chat = await Chat.open({ settings, store: withClock(() => now) });
      const { timestamp: target } = await chat.does('mina', { text: 'first text' });
      now += 20 * HOUR_MS;
      const edit = { kind: 'edit', target, text: 'second text', id: randomUUID() };
      const { state } = await chat.does('mina', edit);
      assert.equal(state?.message, 'second text');
      now += 5 * HOUR_MS;
      const page = await pageOf(chat, { changes: 'true' });
      assert.deepEqual(
        page.map((item) => [item.kind, item.state]),
        [['edit', undefined]],
      );
      assert.equal((await chat.does('mina', edit)).state, undefined);
      for (const user of ['mina', 'mod']) {
        const again = { kind: 'edit', target, text: 'third text' };
        assertRefused(await chat.tries(user, again), 'not_found', user);
      }
      assert.ok(!JSON.stringify(await rows(chat.room)).includes('third text'));
    },
  );
});

describe('a change that was stored', () => {
  attackCase(
    63,
    'an edit is sent again after its message was deleted',
    '200 with the change as it was stored, and the state of now: erased',
    async () => {
      const chat = await Chat.open();
      const { timestamp: target } = await chat.does('mina', { text: 'zero' });
      const edit = { kind: 'edit', target, text: 'one', id: randomUUID() };
      const { state: before, ...stored } = await chat.does('mina', edit);
      assert.equal(before?.message, 'one');
      await chat.does('mod', { kind: 'delete', target });
      const { state, ...repeated } = await chat.does('mina', edit);
      assert.deepEqual(repeated, stored);
      assert.deepEqual([state?.message, state?.erased], ['', true]);
    },
  );
});

describe('a flood of edits', () => {
  attackCase(
    57,
    `a user edits a message more than ${EDITS} times`,
    '403 from then on; it keeps its text, may be deleted, and others may be edited',
    async () => {
      const chat = await Chat.open();
      const { timestamp: target } = await chat.does('mina', { text: 'zero' });
      const { timestamp: other } = await chat.does('mina', { text: 'other' });
      for (let nth = 1; nth <= EDITS; nth++) {
        await chat.does('mina', { kind: 'edit', target, text: `edit ${nth}` });
      }
      const length = (await chat.log()).length;
      for (let more = 0; more < 3; more++) {
        assertRefused(await chat.tries('mina', { kind: 'edit', target, text: 'too often' }), 'forbidden');
      }
      assert.equal((await chat.log()).length, length);
      assert.equal((await pageOf(chat))[0]?.message, `edit ${EDITS}`);
      await chat.does('mina', { kind: 'edit', target: other, text: 'changed' });
      await chat.does('mina', { kind: 'delete', target });
    },
  );

  attackCase(
    57,
    'a user makes 400 changes, to push what everybody wrote out of sight',
    'the newest page still shows all messages, with the changes and without',
    async () => {
      const chat = await Chat.open();
      const texts = Array.from({ length: 11 }, (_, nth) => `message ${nth}`);
      const targets: Item[] = [];
      for (const text of texts) targets.push(await chat.does('mina', { text }));
      await putEdits(targets, 400);
      for (const query of [{}, { changes: 'true' }]) {
        const messages = (await pageOf(chat, query)).filter(({ kind }) => kind === undefined);
        assert.deepEqual(
          messages.map(({ message }) => message),
          texts,
        );
      }
    },
  );
});
