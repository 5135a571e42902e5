import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe } from 'node:test';
import { withClock } from '../unit/lambda/fixture.js';
import { attackCase } from './case.js';
import { assertRefused, Chat } from './chat.js';
import { throttled } from './databases.js';

/** A room in which a user waits a minute between two messages, under a clock that a case moves. */
class SlowRoom {
  now = Date.now();
  readonly chat: Promise<Chat> = this.#open();

  /** mina writes as she may. */
  async does(fields: object): Promise<number> {
    return (await (await this.chat).does('mina', fields)).timestamp;
  }

  /** mina’s next message comes too early. */
  async assertWaits(): Promise<void> {
    const answer = await (await this.chat).tries('mina', { text: 'early' });
    assertRefused(answer, 'slow_mode');
    assert.equal(answer.status, 429);
  }

  async #open(): Promise<Chat> {
    const chat = await Chat.open({ store: withClock(() => this.now) });
    await chat.does('mod', { kind: 'slow', seconds: 60 });
    this.now += 1;
    return chat;
  }
}

describe('slow mode', () => {
  attackCase(
    118,
    'a message fails for now, since the room’s row takes no write, and is sent again with its id at once',
    'it is stored, without a wait; the next one waits',
    async () => {
      const room = new SlowRoom();
      const chat = await room.chat;
      const message = { text: 'late', id: randomUUID() };
      const failed = await chat.on(throttled(() => room.now)).tries('mina', message);
      assert.deepEqual([failed.status, failed.code], [503, 'unavailable']);
      await room.does(message);
      await room.assertWaits();
      room.now += 60_000;
      await room.does({ text: 'in time' });
    },
  );

  attackCase(
    118,
    'a user asks to delete and to edit what is not there, and what is another’s, and then writes',
    'who is refused does not wait for it',
    async () => {
      const room = new SlowRoom();
      const chat = await room.chat;
      const { timestamp: others } = await chat.does('jun', { text: 'jun’s' });
      for (const kind of ['delete', 'edit']) {
        const change = { kind, text: 'changed' };
        assertRefused(await chat.tries('mina', { ...change, target: 1 }), 'not_found', kind);
        assertRefused(await chat.tries('mina', { ...change, target: others }), 'forbidden', kind);
      }
      await room.does({ text: 'at once' });
      await room.assertWaits();
    },
  );

  attackCase(
    118,
    'a user edits and deletes their own message right after it was sent, and right before the next one',
    'a change neither waits nor makes wait; messages still do',
    async () => {
      const room = new SlowRoom();
      const target = await room.does({ text: 'first' });
      await room.does({ kind: 'edit', target, text: 'changed' });
      await room.does({ kind: 'delete', target });
      await room.assertWaits();
      room.now += 60_000;
      const second = await room.does({ text: 'second' });
      room.now += 59_000;
      await room.does({ kind: 'edit', target: second, text: 'changed' });
      await room.assertWaits();
      room.now += 1_000;
      await room.does({ text: 'third' });
    },
  );
});
