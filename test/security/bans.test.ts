import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe } from 'node:test';
import type { Lambda } from '../../src/lambda/errands.js';
import { FakeLambda } from '../unit/lambda/errands.js';
import { connect } from '../unit/lambda/fixture.js';
import { FakeGateway } from '../unit/lambda/gateway.js';
import { attackCase } from './case.js';
import { assertRefused, Chat } from './chat.js';
import { interrupted, lateIndex } from './databases.js';

const busy: Lambda = new FakeLambda(() => false);

describe('a ban', () => {
  attackCase(
    114,
    'somebody banned writes, reads, connects, stays, and comes back with a new token',
    '403 at every door; the open socket is closed and hears nothing; others go on',
    async () => {
      const own = await Chat.open();
      const socket = await own.joins('jun');
      const bystander = await own.joins('mina');
      await own.does('mod', { kind: 'ban', subject: 'jun' });
      assert.deepEqual(own.gateway.closed, [socket]);
      const token = await own.token('jun', { jti: 'new', name: 'Another' });
      const body = { room_id: own.room, user_id: 'jun', name: 'Another', text: 'in' };
      assertRefused(await own.put(token, body), 'banned');
      assertRefused(await own.get(token), 'banned');
      assertRefused(await own.connect(token, { user_id: 'jun' }), 'banned');
      assertRefused(await own.frame(socket, { action: 'token', token }), 'not_connected');
      const heard = own.gateway.times(socket);
      const item = await own.does('mina', { text: 'without jun' });
      assert.equal(own.gateway.times(socket), heard);
      assert.deepEqual(own.gateway.framesOf(bystander).at(-1), item);
    },
  );

  attackCase(
    114,
    'somebody banned repeats a message that was stored before, under its id',
    '403, as for any other',
    async () => {
      const own = await Chat.open();
      const id = randomUUID();
      await own.does('jun', { text: 'before', id });
      await own.does('mod', { kind: 'ban', subject: 'jun' });
      assertRefused(await own.tries('jun', { text: 'before', id }), 'banned');
    },
  );

  attackCase(
    114,
    'the ban did not find an open socket, since the index was late, and its user goes on with a new token',
    '403 in a frame, and the connection keeps the end that it had',
    async () => {
      const own = await Chat.open();
      const socket = await own.joins('jun');
      const end = await own.endOf(socket);
      await own.on(lateIndex).does('mod', { kind: 'ban', subject: 'jun' });
      const exp = Math.floor(Date.now() / 1_000) + 600;
      const token = await own.token('jun', { exp });
      assertRefused(await own.frame(socket, { action: 'token', token }), 'banned');
      assert.equal(await own.endOf(socket), end);
      assert.ok(end !== undefined && end < exp);
    },
  );

  attackCase(
    114,
    'the ban comes between the look and the write of a PUT, or the look was a stale one',
    '403, and nothing is stored: the write itself asks for it',
    async () => {
      const own = await Chat.open();
      const message = await own.does('mina', { text: 'before' });
      const ban = () => own.does('mod', { kind: 'ban', subject: 'jun' });
      assertRefused(await own.on(interrupted(ban)).tries('jun', { text: 'in between' }), 'banned');
      const [first, change, ...more] = await own.log();
      assert.deepEqual([first, change?.kind, more], [message, 'ban', []]);
    },
  );

  for (const [others, who, lambda] of [
    [49, 'all that the PUT tells itself', new FakeLambda()],
    [120, 'more than it tells itself, and Lambda takes no errand', busy],
  ] as const) {
    attackCase(
      114,
      `no other post of the room ends in time: ${who}`,
      'the sockets of the banned user are closed, and their rows are gone',
      async () => {
        const gateway = new FakeGateway((id) => (id.startsWith('jun') ? 200 : new Promise(() => {})));
        const own = await Chat.open({ gateway, lambda });
        await connect(
          own.room,
          Array.from({ length: others - 1 }, () => randomUUID()),
        );
        const sockets = [await own.joins('jun'), await own.joins('jun')];
        await own.does('mod', { kind: 'ban', subject: 'jun' });
        assert.deepEqual(gateway.closed.toSorted(), sockets.toSorted());
        for (const socket of sockets) assert.equal(await own.endOf(socket), undefined);
      },
    );
  }
});

describe('a freeze', () => {
  attackCase(
    117,
    'a moderator freezes the room between the look and the write of a PUT, or the look was a stale one',
    '403, and nothing is stored: the write itself asks for it',
    async () => {
      const own = await Chat.open();
      const message = await own.does('mina', { text: 'before' });
      const freeze = () => own.does('mod', { kind: 'freeze' });
      assertRefused(await own.on(interrupted(freeze)).tries('mina', { text: 'in between' }), 'room_frozen');
      const [first, change, ...more] = await own.log();
      assert.deepEqual([first, change?.kind, more], [message, 'freeze', []]);
    },
  );
});
