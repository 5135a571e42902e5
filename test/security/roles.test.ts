import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe } from 'node:test';
import type { Item } from '../../src/contract/index.js';
import { Fanout } from '../../src/lambda/fanout.js';
import { fanout } from '../../src/lambda/functions.js';
import { FakeLambda } from '../unit/lambda/errands.js';
import { connect, freshRoom } from '../unit/lambda/fixture.js';
import { FakeGateway } from '../unit/lambda/gateway.js';
import { FUNCTIONS } from '../unit/packaging/expected.js';
import { attackCase } from './case.js';
import { Chat } from './chat.js';
import { Role } from './role.js';

/** A connection whose browser went away. */
const GONE = 'gone';

const gatewayWithGone = () => new FakeGateway((id) => (id.startsWith(GONE) ? 410 : 200));

const ids = (count: number, prefix = ''): string[] =>
  Array.from({ length: count }, () => `${prefix} ${randomUUID()}`);

/** What a function does, in every way that asks something of AWS. Without a role of their own, others help. */
const LIVES: Readonly<Record<string, (role: Role) => Promise<unknown>>> = {
  get: async (role) => {
    const chat = await Chat.open({ store: role.store() });
    const others = await Chat.open({ room: chat.room });
    const { timestamp: target } = await others.does('mina', { text: 'first' });
    const last = await others.does('mina', { text: 'last' });
    await others.does('mina', { kind: 'edit', target, text: 'changed' });
    const page = await chat.get(await chat.token('jun'), { after: String(last.timestamp), changes: 'true' });
    const [change] = JSON.parse(page.body) as Item[];
    assert.equal(change?.state?.message, 'changed');
  },
  put: async (role) => {
    const room = freshRoom();
    const gateway = gatewayWithGone();
    const chat = await Chat.open({
      room,
      store: role.store(),
      gateway: role.gateway(gateway),
      lambda: role.lambda(new FakeLambda()),
    });
    const others = await Chat.open({ room });
    await connect(room, ids(1, GONE));
    await others.joins('jun');
    const { timestamp: target } = await chat.does('mina', { text: 'first', id: 'first' });
    await chat.does('mina', { text: 'first', id: 'first' });
    await chat.does('mina', { kind: 'edit', target, text: 'changed' });
    await chat.does('mod', { kind: 'delete', target });
    await chat.does('mod', { kind: 'freeze' });
    await chat.does('mod', { kind: 'slow', seconds: 1 });
    await chat.does('mod', { kind: 'ban', subject: 'jun' });
    await chat.does('mod', { kind: 'unban', subject: 'jun' });
    await connect(room, ids(60));
    await chat.does('mod', { text: 'to many' });
  },
  fanout: async (role) => {
    const room = freshRoom();
    const helper = await Chat.open({ room });
    const now = Date.now() + 10 * 60_000;
    // Its token has ended by then.
    await helper.joins('mina');
    await connect(room, [...ids(3, GONE), ...ids(420)]);
    const item = await helper.does('mod', { text: 'to all' });
    const lambda = new FakeLambda();
    const work = new Fanout(
      role.store(() => now),
      role.gateway(gatewayWithGone()),
      role.lambda(lambda),
    );
    await fanout(work)({ item, fresh: true });
    await lambda.run(fanout(work));
  },
  onConnect: async (role) => {
    const chat = await Chat.open({ store: role.store() });
    await chat.joins('mina');
  },
  onDisconnect: async (role) => {
    const chat = await Chat.open({ store: role.store() });
    await chat.disconnect(randomUUID());
  },
  onMessage: async (role) => {
    const chat = await Chat.open({ store: role.store() });
    const others = await Chat.open({ room: chat.room });
    const connection = await others.joins('mina');
    assert.match((await chat.frame(connection, { action: 'ping' })).body, /^\{"type":"pong"/);
    const token = await chat.token('mina');
    assert.equal((await chat.frame(connection, { action: 'token', token })).body, '{"type":"token"}');
  },
};

describe('roles', () => {
  for (const name of Object.keys(FUNCTIONS)) {
    attackCase(
      116,
      `chat_${name} does all that it does under its role as packaged`,
      'nothing is refused to it, and it has used every single action that the role allows',
      async () => {
        const role = new Role(name);
        await LIVES[name]?.(role);
        assert.deepEqual(role.refused, []);
        assert.deepEqual(role.used, sorted(role.allowed));
      },
    );
  }
});

function sorted(allowed: Role['allowed']): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(allowed).map(([resource, actions]) => [resource, [...actions].sort()]),
  );
}
