import { expect } from '@open-wc/testing';
import type { ChatError, ChatStorage, Message, Room } from '../../../src/client/index.js';
import type { Right } from '../../../src/contract/index.js';
import { texts } from './fixture.js';
import { memory } from './memory.js';
import { type Played, played } from './played.js';
import { endpoint, refused, type TokenBackend } from './token-backend.js';

const ALL: readonly Right[] = ['read', 'write', 'moderate'];

const tokensOf = (...rights: readonly Right[]) => endpoint(() => ({ rights, life: 86_400 })).getToken;

const puts = ({ requests }: TokenBackend) => requests.filter(({ method }) => method === 'PUT');

/** Enters with all rights unless told otherwise, and lets the first seconds pass. */
async function join(
  { enter, pass }: Played,
  rights = ALL,
  storage: ChatStorage | null = null,
): Promise<Room> {
  const room = enter(tokensOf(...rights), { storage });
  await pass(7_000, 500);
  expect(room.status.current).to.equal('connected');
  return room;
}

const failure = (call: Promise<unknown>): Promise<ChatError> =>
  call.then(
    () => expect.fail('it did not fail'),
    (error: ChatError) => error,
  );

describe('a change by somebody else', () => {
  it(
    'shows in its message, is no message itself, and leaves no hole',
    played(async (play) => {
      const { backend, pass } = play;
      const [first, second] = [backend.write('one'), backend.write('two')];
      const room = await join(play);
      const [heard, changes]: [Message[], number[]] = [[], []];
      room.on('message', (message) => heard.push(message));
      room.on('change', () => changes.push(room.messages.length));
      const { length } = backend.requests;
      const edit = backend.change('edit', { target: first.timestamp, text: 'ONE' });
      backend.change('delete', { target: second.timestamp });
      expect(room.messages.map(({ text, editedAt, deleted }) => [text, editedAt, deleted])).to.deep.equal([
        ['ONE', edit.timestamp, undefined],
        ['', edit.timestamp + 1, true],
      ]);
      expect(changes).to.deep.equal([2, 2]);
      backend.write('three');
      await pass(60_000, 5_000);
      expect(heard.map(({ text }) => text)).to.deep.equal(['three']);
      expect(backend.requests).to.have.length(length);
    }),
  );

  it(
    'is asked for with every page, and found by a catch-up when it was missed',
    played(async (play) => {
      const { backend, pass } = play;
      const { timestamp } = backend.write('secret');
      const storage = memory();
      const room = await join(play, ALL, storage);
      await pass(3_000);
      const kept = () => JSON.stringify([...storage.kept]);
      expect(kept()).to.contain('secret');
      backend.isPushing = false;
      backend.lines[0]?.end(1006);
      backend.change('delete', { target: timestamp });
      await pass(8_000);
      expect(room.status.current).to.equal('connected');
      expect(room.messages[0]).to.include({ text: '', deleted: true });
      await pass(3_000);
      expect(kept()).not.to.contain('secret');
      for (const { url } of backend.requests) expect(url).to.contain('changes=true');
    }),
  );

  it(
    'is not undone by what a message said before, though that arrives later',
    played(async (play) => {
      const { backend } = play;
      const room = await join(play);
      backend.isPushing = false;
      const late = backend.write('before');
      backend.isPushing = true;
      backend.change('edit', { target: late.timestamp, text: 'after' });
      expect(texts(room)).to.deep.equal([]);
      backend.lines[0]?.push(late);
      expect(texts(room)).to.deep.equal(['after']);
    }),
  );

  it(
    'of a message further back than was read shows when that is loaded',
    played(async (play) => {
      const { backend, pass } = play;
      const written = Array.from({ length: 150 }, (_, n) => backend.write(`${n}`));
      const room = await join(play);
      backend.change('edit', { target: written[3]?.timestamp ?? 0, text: 'edited' });
      expect(texts(room)).to.deep.equal(written.slice(50).map(({ message }) => message));
      const loading = room.loadOlder();
      await pass(100);
      await loading;
      expect(texts(room)[3]).to.equal('edited');
      expect(room.messages).to.have.length(150);
    }),
  );

  it(
    'in a stretch that was left out shows all the same: what stands below that is read again',
    played(async (play) => {
      const { backend, pass } = play;
      const old = Array.from({ length: 700 }, (_, n) => backend.write(`old ${n}`));
      const storage = memory();
      const room = await join(play, ALL, storage);
      while (room.hasOlder) {
        const loading = room.loadOlder();
        await pass(50);
        await loading;
      }
      await pass(3_000);
      expect(room.messages).to.have.length(700);
      expect(JSON.stringify([...storage.kept])).to.contain('old 690');

      backend.isPushing = false;
      backend.lines[0]?.end(1006);
      await pass(60_000, 5_000);
      const missed = Array.from({ length: 600 }, (_, n) => backend.write(`missed ${n}`));
      for (const index of [690, 650, 10]) backend.change('delete', { target: old[index]?.timestamp ?? 0 });
      for (let n = 0; n < 1_200; n++) backend.write(`new ${n}`);
      backend.requests.length = 0;
      room.reconnect();
      await pass(5_000);
      expect(room.gaps).to.have.length(1);
      expect(room.gaps[0]?.after).to.equal(old.at(-1)?.timestamp);
      expect(room.gaps[0]?.before).to.be.above(missed.at(-1)?.timestamp ?? 0);
      const held = new Map(room.messages.map((message) => [message.timestamp, message]));
      for (const index of [690, 650]) {
        expect(held.get(old[index]?.timestamp ?? 0)).to.include({ text: '', deleted: true });
      }
      // Further down than was read again: let go of, until somebody asks for it.
      expect(held.has(old[10]?.timestamp ?? 0)).to.equal(false);
      expect(room.hasOlder).to.equal(true);
      expect(backend.requests.length).to.be.at.most(4);
      await pass(3_000);
      expect(JSON.stringify([...storage.kept])).not.to.contain('old 690');

      while (room.hasOlder || room.gaps[0]) {
        const loading = room.gaps[0]?.fill() ?? room.loadOlder();
        await pass(50);
        await loading;
      }
      const log = backend.log.filter(({ kind }) => kind === undefined).map(({ message }) => message);
      expect(texts(room)).to.deep.equal(log);
    }),
  );
});

describe('what moderators set', () => {
  it(
    'is told by the first pong, then by each change, and says when it changes',
    played(async (play) => {
      const { backend, enter, pass } = play;
      backend.change('freeze');
      const room = enter(tokensOf('read'));
      expect(room.settings).to.equal(undefined);
      await pass(1_000);
      expect(room.settings).to.deep.equal({ frozen: true, slow: 0 });
      let changes = 0;
      room.on('change', () => changes++);
      backend.change('unfreeze');
      backend.change('slow', { seconds: 30 });
      backend.change('ban', { subject: 'eve' });
      expect(room.settings).to.deep.equal({ frozen: false, slow: 30 });
      expect(room.banned).to.deep.equal(['eve']);
      backend.change('unban', { subject: 'eve' });
      expect(room.banned).to.deep.equal([]);
      expect(changes).to.equal(4);
      expect(room.messages).to.deep.equal([]);
      expect(room.status.current).to.equal('connected');
    }),
  );

  it(
    'ends the room of whom it bans, until somebody tells it to try again',
    played(async (play) => {
      const { backend, pass } = play;
      const room = await join(play, ['read', 'write']);
      const ban = backend.change('ban', { subject: 'mina' });
      expect(room.status).to.include({ current: 'failed', previous: 'connected' });
      expect(room.status.error).to.include({ code: 'banned', retryable: false });
      expect(backend.open).to.deep.equal([]);
      const { length } = backend.requests;
      await pass(120_000, 5_000);
      expect(backend.requests).to.have.length(length);
      backend.change('unban', { subject: 'mina' });
      room.reconnect();
      await pass(1_000);
      expect(room.status.current).to.equal('connected');
      // A repeated PUT of the ban, which was undone since.
      backend.open[0]?.push({ type: 'change', item: ban });
      expect(room.status.current).to.equal('connected');
    }),
  );

  it(
    'makes who does not moderate wait between two messages',
    played(async (play) => {
      const { backend, clock, enter, pass } = play;
      const [room, moderator] = [await join(play, ['read', 'write']), enter(tokensOf(...ALL))];
      await pass(1_000);
      backend.change('slow', { seconds: 30 });
      expect(room.sendableAt).to.equal(undefined);
      const sent = [room.send('one')];
      await pass(50);
      await Promise.all(sent);
      expect(room.sendableAt).to.be.within(clock.now + 29_900, clock.now + 30_000);
      expect(moderator.sendableAt).to.equal(undefined);
      backend.change('slow', { seconds: 0 });
      expect(room.sendableAt).to.equal(undefined);
    }),
  );
});

describe('a change of one’s own', () => {
  it(
    'shows with its answer, before anything is pushed',
    played(async (play) => {
      const { backend, pass } = play;
      const { timestamp } = backend.write('one', { user_id: 'mina', name: 'Mina' });
      const room = await join(play);
      backend.isPushing = false;
      const edited = room.edit(timestamp, 'two\u0000');
      await pass(50);
      expect(await edited).to.include({ text: 'two', timestamp, status: 'sent' });
      expect(texts(room)).to.deep.equal(['two']);
      const deleted = room.delete(timestamp);
      await pass(50);
      expect(await deleted).to.include({ text: '', deleted: true });
      expect(room.messages[0]).to.include({ text: '', deleted: true });
      expect(puts(backend).map(({ body }) => body)).to.deep.equal([
        {
          room_id: 'r',
          user_id: 'mina',
          name: 'Mina',
          kind: 'edit',
          target: timestamp,
          text: 'two',
          id: puts(backend)[0]?.body?.['id'],
        },
        {
          room_id: 'r',
          user_id: 'mina',
          name: 'Mina',
          kind: 'delete',
          target: timestamp,
          id: puts(backend)[1]?.body?.['id'],
        },
      ]);
      expect(new Set(puts(backend).map(({ body }) => body?.['id'])).size).to.equal(2);
    }),
  );

  it(
    'to the room is in force with its answer',
    played(async (play) => {
      const { backend, pass } = play;
      const room = await join(play);
      backend.isPushing = false;
      const done: Promise<void>[] = [];
      const make = async (change: Promise<void>) => {
        done.push(change);
        await pass(50);
      };
      await make(room.freeze(true));
      await make(room.slow(60));
      await make(room.ban('eve'));
      expect(room.settings).to.deep.equal({ frozen: true, slow: 60 });
      expect(room.banned).to.deep.equal(['eve']);
      await make(room.freeze(false));
      await make(room.unban('eve'));
      await Promise.all(done);
      expect(room.settings?.frozen).to.equal(false);
      expect(room.banned).to.deep.equal([]);
      expect(puts(backend).map(({ body }) => body?.['kind'])).to.deep.equal([
        'freeze',
        'slow',
        'ban',
        'unfreeze',
        'unban',
      ]);
    }),
  );

  it(
    'is tried again under its id while the error is retryable, four times in all',
    played(async (play) => {
      const { backend, pass } = play;
      const { timestamp } = backend.write('one', { user_id: 'mina', name: 'Mina' });
      const room = await join(play);
      let refusals = 3;
      backend.refusal = ({ method }) =>
        method === 'PUT' && refusals-- > 0 ? refused('unavailable') : undefined;
      const edited = room.edit(timestamp, 'two');
      await pass(20_000);
      expect((await edited).text).to.equal('two');
      expect(puts(backend)).to.have.length(4);
      expect(new Set(puts(backend).map(({ body }) => body?.['id'])).size).to.equal(1);
      refusals = 99;
      const error = failure(room.freeze(true));
      await pass(30_000);
      expect((await error).code).to.equal('unavailable');
      expect(puts(backend)).to.have.length(8);
    }),
  );

  it(
    'that is refused is not tried again, and changes nothing',
    played(async (play) => {
      const { backend, pass } = play;
      const { timestamp } = backend.write('one');
      const room = await join(play);
      backend.refusal = ({ method }) => (method === 'PUT' ? refused('forbidden') : undefined);
      const error = failure(room.edit(timestamp, 'two'));
      await pass(20_000, 1_000);
      expect(await error).to.include({ code: 'forbidden', retryable: false });
      expect(puts(backend)).to.have.length(1);
      expect(texts(room)).to.deep.equal(['one']);
      expect(room.status.current).to.equal('connected');
    }),
  );

  const calls: [string, Right[], (room: Room) => Promise<unknown>][] = [
    ['edit', ['read', 'moderate'], (room) => room.edit(1, 'x')],
    ['delete', ['read'], (room) => room.delete(1)],
    ['ban', ['read', 'write'], (room) => room.ban('eve')],
    ['unban', ['read', 'write'], (room) => room.unban('eve')],
    ['freeze', ['read', 'write'], (room) => room.freeze(true)],
    ['slow', ['read', 'write'], (room) => room.slow(10)],
  ];
  it(
    'asks for nothing without the right to it, nor where the room is closed',
    played(async (play) => {
      const { backend } = play;
      for (const [name, rights, call] of calls) {
        const room = await join(play, rights);
        const error = await failure(call(room));
        expect(error, name).to.include({ code: 'forbidden', retryable: false });
        expect(error.message).to.match(/^unable to make the change; the right to .* is missing$/);
        room.close();
        expect((await failure(call(room))).code, name).to.equal('room_closed');
      }
      expect(puts(backend)).to.deep.equal([]);
    }),
  );

  it(
    'ends with its room, and leaves no timer',
    played(async (play) => {
      const { backend, clock, pass } = play;
      const room = await join(play);
      backend.refusal = () => refused('unavailable', 200);
      const error = failure(room.freeze(true));
      await pass(1_000);
      room.close();
      expect((await error).code).to.equal('room_closed');
      await pass(100);
      expect(clock.countTimers()).to.equal(0);
      expect(puts(backend)).to.have.length(1);
    }),
  );

  it(
    'is not sent with a text that no message may have',
    played(async (play) => {
      const room = await join(play);
      for (const text of [' ', 'x'.repeat(4_001), undefined as unknown as string]) {
        expect((await failure(room.edit(1, text))).code).to.equal('invalid_request');
      }
      expect(puts(play.backend)).to.deep.equal([]);
    }),
  );
});
