import { expect } from '@open-wc/testing';
import type { ChatError } from '../../../src/client/index.js';
import { texts } from './fixture.js';
import { memory } from './memory.js';
import { type Played, played } from './played.js';
import { endpoint, type TokenBackend } from './token-backend.js';

const MINUTE = 60_000;

/** A site that knows its visitor by a cookie: each token is of whoever is signed in. */
function site(life = 300) {
  const visitor = { sub: 'mina' };
  return { visitor, ...endpoint(() => ({ ...visitor, life })) };
}

/** Whose tokens the backend saw. */
function seen({ requests, lines }: TokenBackend, given: readonly string[], foreign: string): boolean {
  const shown = [
    ...requests.map(({ token }) => token),
    ...lines.flatMap(({ protocols, sent }) => [...protocols, ...sent]),
  ].join();
  return given.some((token) => atob(token.split('.')[1] ?? '').includes(foreign) && shown.includes(token));
}

describe('a token of another user', () => {
  it(
    'fails the room at once, is shown to nobody, and is asked for again when the user wants it',
    played(async ({ backend, enter, pass }) => {
      const { visitor, asked, getToken } = site();
      visitor.sub = 'jun';
      const room = enter(getToken);
      const errors: ChatError[] = [];
      room.on('error', (error) => errors.push(error));
      await pass(5 * MINUTE, 1_000);
      expect(room.status.current).to.equal('failed');
      expect(room.status.error).to.include({ code: 'forbidden', retryable: false });
      expect(errors).to.deep.equal([room.status.error]);
      expect(asked).to.deep.equal(['connect']);
      expect([backend.requests, backend.lines]).to.deep.equal([[], []]);
      expect(room.rights).to.equal(undefined);
      room.reconnect();
      await pass(MINUTE, 1_000);
      expect(asked).to.have.length(2);
      visitor.sub = 'mina';
      room.reconnect();
      await pass(1_000);
      expect(room.status.current).to.equal('connected');
    }),
  );

  const comings: [string, number, (played: Played) => Promise<void>][] = [
    ['for one that ends', 300, ({ pass }) => pass(4 * MINUTE, 1_000)],
    [
      'for a line that was lost',
      86_400,
      async ({ backend, pass }) => {
        backend.lines[0]?.end(1006);
        await pass(MINUTE, 1_000);
      },
    ],
  ];
  for (const [description, life, come] of comings) {
    it(
      `ends the room when it comes ${description}, and what that showed is gone`,
      played(async (play) => {
        const { backend, enter, pass } = play;
        backend.write('for mina only');
        const { visitor, given, asked, getToken } = site(life);
        const storage = memory();
        const room = enter(getToken, { storage });
        await pass(4_000);
        expect(texts(room)).to.deep.equal(['for mina only']);
        visitor.sub = 'jun';
        await come(play);
        expect(room.status.error).to.include({ code: 'forbidden', retryable: false });
        expect(texts(room)).to.deep.equal([]);
        expect(JSON.stringify([...storage.kept])).not.to.contain('only');
        expect(backend.open).to.deep.equal([]);
        const { length } = asked;
        await pass(10 * MINUTE, 10_000);
        expect(asked).to.have.length(length);
        expect(seen(backend, given, 'mina')).to.equal(true);
        expect(seen(backend, given, 'jun')).to.equal(false);
      }),
    );
  }

  it(
    'makes what was written wait until its writer is back, and never carries it',
    played(async ({ backend, enter, pass }) => {
      const { visitor, given, asked, getToken } = site();
      const room = enter(getToken);
      await pass(1_000);
      visitor.sub = 'jun';
      await pass(6 * MINUTE, 1_000);
      asked.length = 0;
      const sent = room.send('mine');
      await pass(10 * MINUTE, 1_000);
      expect(room.messages[0]).to.include({ text: 'mine', status: 'sending' });
      expect(room.messages[0]?.error).to.include({ code: 'token_unavailable', retryable: true });
      expect(asked.length).to.be.within(5, 60);
      expect(backend.requests.filter(({ method }) => method === 'PUT')).to.deep.equal([]);
      expect(seen(backend, given, 'jun')).to.equal(false);
      visitor.sub = 'mina';
      await pass(2 * MINUTE, 1_000);
      expect(await sent).to.include({ text: 'mine', userId: 'mina', status: 'sent' });
      expect(backend.log.map(({ message, user_id }) => [message, user_id])).to.deep.equal([['mine', 'mina']]);
    }),
  );
});
