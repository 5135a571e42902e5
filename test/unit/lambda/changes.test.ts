import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../../src/contract/index.js';
import { TABLES } from '../../../src/lambda/store.js';
import { isWrite, killed, putOldRow, rows, store, withSend } from './fixture.js';
import { Site } from './site.js';

const codeOf = async (put: Promise<{ status: number; body: { error?: { code: string } } }>) => {
  const { status, body } = await put;
  return `${status} ${body.error?.code}`;
};

/** Whether a text stands anywhere in any table. */
async function isKept(text: string): Promise<boolean> {
  for (const TableName of Object.values(TABLES)) {
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await store.db.send(new ScanCommand({ TableName, ExclusiveStartKey }));
      if (JSON.stringify(page.Items).includes(text)) return true;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
  return false;
}

describe('an edit', () => {
  it('gives one’s own message another text, in its row and to everybody connected', async () => {
    const site = new Site();
    await site.connect('jun');
    const message = await site.does('mina', { text: 'before' });
    const change = await site.does('mina', { kind: 'edit', target: message.timestamp, text: 'after' });
    const edited: Item = { ...message, message: 'after', edited_at: change.timestamp };
    const { state, ...item } = change;
    assert.deepEqual(state, edited);
    assert.deepEqual(item, {
      room_id: site.room,
      timestamp: change.timestamp,
      seq: 2,
      user_id: 'mina',
      name: 'mina',
      message: '',
      id: change.id,
      role: 'user',
      kind: 'edit',
      target: message.timestamp,
    });
    assert.deepEqual(await site.page('jun'), [edited]);
    assert.deepEqual(site.gateway.framesOf(`jun ${site.room}`), [message, { type: 'change', item: change }]);
  });

  it('of another’s message, of none, of a change and of a deleted one is refused', async () => {
    const site = new Site();
    const message = await site.does('mina', { text: 'mine' });
    const edit = (user: string, target: number) =>
      codeOf(site.put(user, { kind: 'edit', target, text: 'x' }));
    assert.equal(await edit('jun', message.timestamp), '403 forbidden');
    assert.equal(await edit('mod', message.timestamp), '403 forbidden');
    assert.equal(await edit('mina', message.timestamp - 1), '404 not_found');
    const change = await site.does('mina', { kind: 'delete', target: message.timestamp });
    assert.equal(await edit('mina', change.timestamp), '404 not_found');
    assert.equal(await edit('mina', message.timestamp), '404 not_found');
    assert.equal((await rows(site.room)).length, 2);
  });

  it('of a message that nobody proved to be theirs is refused', async () => {
    const site = new Site();
    await putOldRow(site.room, 1_000);
    assert.equal(await codeOf(site.put('old', { kind: 'edit', target: 1_000, text: 'x' })), '403 forbidden');
  });

  it('is let in 50 times for one message, and how often is nobody’s business', async () => {
    const site = new Site();
    const message = await site.does('mina', { text: 'x' });
    const edit = { kind: 'edit', target: message.timestamp, text: 'y' };
    for (let index = 0; index < 49; index++) await site.does('mina', edit);
    // The last one is done, but for its place in the log.
    const isPut = (command: object) => command.constructor.name === 'PutCommand';
    let puts = 0;
    const dying = withSend(async (command, send) => {
      // The first is the claim.
      if (isPut(command) && ++puts > 1) throw new Error('killed');
      return send();
    });
    const report = mock.method(process.stderr, 'write', () => true);
    assert.equal((await site.put('mina', { ...edit, id: 'last' }, dying)).status, 500);
    report.mock.restore();
    const { state } = await site.does('mina', { ...edit, id: 'last' });
    assert.deepEqual(state, { ...message, message: 'y', edited_at: state?.edited_at });
    assert.deepEqual(await site.page('mina'), [state]);
    assert.equal(await codeOf(site.put('mina', edit)), '403 forbidden');
  });

  it('that lost against a newer one changes nothing', async () => {
    const site = new Site();
    const { timestamp: target } = await site.does('mina', { text: 'one' });
    // It dies after its claim; its retry comes when a newer edit is done.
    const older = { kind: 'edit', target, text: 'two', id: 'older' };
    await site.put('mina', older, killed(Date.now));
    await site.does('mina', { kind: 'edit', target, text: 'three' });
    const retried = await site.does('mina', older);
    assert.equal(retried.state?.message, 'three');
    assert.equal((await site.page('mina'))[0]?.message, 'three');
  });
});

describe('a delete', () => {
  it('erases the text from everything that is stored, and keeps the place', async () => {
    const site = new Site();
    const [first, second] = [`secret ${site.room}`, `later secret ${site.room}`];
    const message = await site.does('mina', { text: first });
    const target = message.timestamp;
    await site.does('mina', { kind: 'edit', target, text: second });
    assert.ok(await isKept(second));
    const { state, timestamp } = await site.does('mina', { kind: 'delete', target });
    assert.deepEqual(state, { ...message, message: '', erased: true, edited_at: timestamp });
    assert.equal(await isKept(`secret ${site.room}`), false);
    assert.deepEqual(await site.page('jun'), [state]);
  });

  it('is finished by a retry, or by another one, whatever call its Lambda died at', async () => {
    for (let last = 1; last <= 8; last++) {
      const site = new Site();
      const { timestamp: target } = await site.does('mina', { text: 'x' });
      const remove = { kind: 'delete', target, id: 'remove' };
      let calls = 0;
      const dying = withSend(async (_, send) => {
        if (++calls > last) throw new Error('killed');
        return send();
      });
      const report = mock.method(process.stderr, 'write', () => true);
      await site.put('mina', remove, dying);
      report.mock.restore();
      const by =
        last % 2 ? { user: 'mina', change: remove } : { user: 'mod', change: { kind: 'delete', target } };
      const { state } = await site.does(by.user, by.change);
      assert.deepEqual([state?.message, state?.erased], ['', true], `after ${last} calls`);
      const told = await site.page('jun', { changes: 'true', after: String(target) });
      assert.ok(
        told.some(({ kind }) => kind === 'delete'),
        `after ${last} calls`,
      );
    }
  });

  it('is done once: there is nothing left to delete', async () => {
    const site = new Site();
    const { timestamp: target } = await site.does('mina', { text: 'x' });
    const remove = { kind: 'delete', target, id: 'remove' };
    const change = await site.does('mina', remove);
    assert.equal(await codeOf(site.put('mod', { kind: 'delete', target })), '404 not_found');
    assert.deepEqual(await site.does('mina', remove), change);
    assert.equal((await rows(site.room)).length, 2);
  });

  it('is a moderator’s, too, for any message, but no other user’s', async () => {
    const site = new Site();
    const { timestamp: target } = await site.does('mina', { text: 'x' });
    assert.equal(await codeOf(site.put('jun', { kind: 'delete', target })), '403 forbidden');
    assert.equal((await site.does('mod', { kind: 'delete', target })).state?.erased, true);
  });

  it('wins over an edit that was done meanwhile', async () => {
    const site = new Site();
    const { timestamp: target } = await site.does('mina', { text: 'one' });
    const remove = { kind: 'delete', target, id: 'remove' };
    await site.put(
      'mod',
      remove,
      withSend((command, send) => {
        if (
          isWrite(command) &&
          (command as { input: { UpdateExpression?: string } }).input.UpdateExpression?.includes('erased')
        ) {
          throw new Error('killed');
        }
        return send();
      }),
    );
    await site.does('mina', { kind: 'edit', target, text: 'two' });
    const { state } = await site.does('mod', remove);
    assert.deepEqual([state?.message, state?.erased], ['', true]);
  });
});

describe('a ban', () => {
  it('keeps a user from reading, writing and connecting, and closes what they have open', async () => {
    const site = new Site();
    await site.connect('mina', 'one of mina’s');
    await site.connect('mina', 'another of mina’s');
    await site.connect('jun');
    await site.does('mod', { kind: 'ban', subject: 'mina' });
    assert.deepEqual(site.gateway.closed.toSorted(), ['another of mina’s', 'one of mina’s']);
    assert.equal(await codeOf(site.put('mina', { text: 'x' })), '403 banned');
    assert.equal(await codeOf(site.get('mina')), '403 banned');
    assert.equal(await site.connect('mina'), 403);
    const before = site.gateway.begun.length;
    await site.does('jun', { text: 'they are gone' });
    assert.deepEqual(
      site.gateway.begun.slice(before).map(({ id }) => id),
      [`jun ${site.room}`],
    );
    await site.does('mod', { kind: 'unban', subject: 'mina' });
    await site.does('mina', { text: 'back' });
    assert.equal(await site.connect('mina'), 200);
  });

  it('reaches a connection that nobody saw, when it shows its next token', async () => {
    const site = new Site();
    await site.connect('mina');
    await site.does('mod', { kind: 'ban', subject: 'mina' });
    await site.connect('jun', `mina ${site.room}`);
    const answer = await site.frame('jun', site.tokenFrame('jun'), `mina ${site.room}`);
    assert.deepEqual(answer, { type: 'token' });
    await site.does('mod', { kind: 'ban', subject: 'jun' });
    await site.connect('mod', 'unseen');
    const refused = (await site.frame('jun', site.tokenFrame('jun'), 'unseen')) as {
      error: { code: string };
    };
    assert.equal(refused.error.code, 'forbidden');
  });

  it('that is repeated after it was lifted does not come back', async () => {
    const site = new Site();
    const ban = { kind: 'ban', subject: 'mina', id: 'ban' };
    const first = await site.does('mod', ban);
    await site.does('mod', { kind: 'unban', subject: 'mina' });
    assert.deepEqual(await site.does('mod', ban), first);
    await site.does('mina', { text: 'still here' });
  });

  it('and everything else that moderates is refused to whoever does not', async () => {
    const site = new Site();
    for (const change of [
      { kind: 'ban', subject: 'jun' },
      { kind: 'unban', subject: 'jun' },
      { kind: 'freeze' },
      { kind: 'unfreeze' },
      { kind: 'slow', seconds: 5 },
    ]) {
      const forged = { ...change, role: 'moderator', rights: ['moderate'], moderates: true };
      assert.equal(await codeOf(site.put('mina', forged)), '403 forbidden', change.kind);
    }
    assert.deepEqual(await rows(site.room), []);
  });
});

describe('a frozen room', () => {
  it('takes messages from moderators only, and says so to a ping', async () => {
    const site = new Site();
    await site.connect('mina');
    const ping = async () => (await site.frame('mina', { action: 'ping' })) as { settings: object };
    await site.does('mina', { text: 'x' });
    assert.deepEqual((await ping()).settings, { frozen: false, slow: 0 });
    await site.does('mod', { kind: 'freeze' });
    await site.does('mod', { kind: 'slow', seconds: 7 });
    assert.equal(await codeOf(site.put('mina', { text: 'y' })), '403 room_frozen');
    await site.does('mod', { text: 'order' });
    assert.deepEqual((await ping()).settings, { frozen: true, slow: 7 });
    await site.does('mod', { kind: 'unfreeze' });
    await site.does('mod', { kind: 'slow', seconds: 0 });
    assert.deepEqual((await ping()).settings, { frozen: false, slow: 0 });
    await site.does('mina', { text: 'z' });
  });
});

describe('a page', () => {
  it('has changes only when asked, in their places and beside its limit, with the states it lacks', async () => {
    const site = new Site();
    const messages: Item[] = [];
    for (const text of ['a', 'b', 'c']) messages.push(await site.does('mina', { text }));
    const [a, b, c] = messages as [Item, Item, Item];
    const ofA = await site.does('mina', { kind: 'edit', target: a.timestamp, text: 'A' });
    const ofC = await site.does('mina', { kind: 'edit', target: c.timestamp, text: 'C' });
    const freeze = await site.does('mod', { kind: 'freeze' });
    const bare = ({ state: _, ...item }: Item) => item;
    const now = [ofA.state, b, ofC.state];
    assert.deepEqual(await site.page('jun'), now);
    assert.deepEqual(await site.page('jun', { changes: 'true' }), [...now, bare(ofA), bare(ofC), freeze]);
    assert.deepEqual(await site.page('jun', { changes: 'true', limit: '1' }), [
      ofC.state,
      ofA,
      bare(ofC),
      freeze,
    ]);
    const after = { changes: 'true', after: String(c.timestamp), limit: '1' };
    assert.deepEqual(await site.page('jun', after), [ofA, ofC, freeze]);
  });

  it('ends where its changes are too many, and goes on from there', async () => {
    const site = new Site();
    const messages = await Promise.all(Array.from({ length: 13 }, () => site.does('mina', { text: 'x' })));
    const last = Math.max(...messages.map(({ timestamp }) => timestamp));
    for (let index = 0; index < 40; index++) {
      await Promise.all(
        messages.map(({ timestamp }) =>
          site.does('mina', { kind: 'edit', target: timestamp, text: `${index}` }),
        ),
      );
    }
    const page = await site.page('jun', { changes: 'true', after: String(last), limit: '500' });
    assert.equal(page.length, 500);
    const rest = await site.page('jun', { changes: 'true', after: String(page.at(-1)?.timestamp) });
    assert.equal(rest.length, 20);
    assert.equal(rest.at(-1)?.state?.message, '39');
  });
});

describe('a connection’s token', () => {
  it('ends: then nothing is pushed there any more, and it is closed', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const site = new Site();
    await site.connect('mina', 'ending', now + 1);
    await site.connect('jun', 'lasting', now + 600);
    const later = withSend(
      (_, send) => send(),
      () => Date.now() + 2_000,
    );
    await site.put('jun', { text: 'x' }, later);
    assert.deepEqual(
      site.gateway.begun.map(({ id }) => id),
      ['lasting'],
    );
    assert.deepEqual(site.gateway.closed, ['ending']);
  });

  it('is followed by the next one, of the same user only', async () => {
    const now = Math.floor(Date.now() / 1_000);
    const site = new Site();
    await site.connect('mina', 'mina’s', now + 1);
    const other = (await site.frame('jun', site.tokenFrame('jun'), 'mina’s')) as { error: { code: string } };
    assert.equal(other.error.code, 'forbidden');
    assert.deepEqual(await site.frame('mina', site.tokenFrame('mina', now + 600), 'mina’s'), {
      type: 'token',
    });
    const later = withSend(
      (_, send) => send(),
      () => Date.now() + 2_000,
    );
    await site.put('jun', { text: 'x' }, later);
    assert.deepEqual(
      site.gateway.begun.map(({ id }) => id),
      ['mina’s'],
    );
  });
});

describe('a retention', () => {
  it('lets messages end: they are not read any more, and carry no sign of it', async () => {
    const site = new Site({ retention: 60_000 });
    const message = await site.does('mina', { text: 'x' });
    assert.deepEqual(await site.page('jun'), [message]);
    assert.equal('expires_at' in message, false);
    const later = new Site(
      {},
      withSend(
        (_, send) => send(),
        () => Date.now() + 62_000,
      ),
    );
    Object.assign(later, { room: site.room });
    assert.deepEqual(await later.page('jun'), []);
  });
});
