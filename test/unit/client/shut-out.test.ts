import { expect } from '@open-wc/testing';
import { deferred, texts } from './fixture.js';
import { memory } from './memory.js';
import { played } from './played.js';
import { endpoint, refused, type Seen } from './token-backend.js';

const { getToken } = endpoint(() => ({ life: 86_400 }));
const isPut = ({ method }: Seen) => method === 'PUT';
const kept = ({ kept: entries }: ReturnType<typeof memory>) => JSON.stringify([...entries]);

describe('a room that its user may not read any more', () => {
  for (const code of ['banned', 'forbidden'] as const) {
    it(
      `as ${code}, is neither shown from this device nor kept on it`,
      played(async ({ backend, enter, pass }) => {
        const storage = memory();
        backend.write('secret');
        const first = enter(getToken, { storage });
        await pass(4_000);
        first.close();
        expect(kept(storage)).to.contain('secret');
        backend.verify = () => code;
        const room = enter(getToken, { storage });
        await pass(10_000);
        expect(room.status.error).to.include({ code });
        expect(texts(room)).to.deep.equal([]);
        expect(kept(storage)).not.to.contain('secret');
      }),
    );
  }

  it(
    'as unauthorized, is still shown as this device kept it',
    played(async ({ backend, enter, pass }) => {
      const storage = memory();
      backend.write('known');
      const first = enter(getToken, { storage });
      await pass(4_000);
      first.close();
      backend.verify = () => 'unauthorized';
      const room = enter(getToken, { storage });
      await pass(10_000);
      expect(room.status.error).to.include({ code: 'unauthorized' });
      expect(texts(room)).to.deep.equal(['known']);
      expect(kept(storage)).to.contain('known');
    }),
  );

  it(
    'while it is open, is empty but for what they did not send yet, and comes back whole when they are let in',
    played(async ({ backend, enter, pass }) => {
      const storage = memory();
      const secret = backend.write('secret');
      const room = enter(getToken, { storage });
      await pass(4_000);
      backend.refusal = (seen) => (isPut(seen) ? refused('unavailable', 300) : undefined);
      room.send('mine').catch(() => {});
      await pass(100);
      const unsent = room.messages.at(-1);
      backend.change('ban', { subject: 'mina' });
      expect(room.status.error).to.include({ code: 'banned' });
      expect(room.messages).to.deep.equal([unsent]);
      expect([room.loaded, room.hasOlder]).to.deep.equal([false, false]);
      await pass(4_000);
      expect(kept(storage)).not.to.contain('secret');
      expect(kept(storage)).to.contain('mine');

      backend.change('delete', { target: secret.timestamp });
      for (let n = 0; n < 120; n++) backend.write(`${n}`);
      backend.change('unban', { subject: 'mina' });
      backend.refusal = () => undefined;
      room.reconnect();
      await pass(1_000);
      expect(room.status.current).to.equal('connected');
      // The newest page is read before what was sent is stored, or after it.
      expect(room.messages.length).to.be.within(100, 101);
      expect(room.messages.at(-1)).to.include({ text: 'mine', status: 'sent' });
      const loading = room.loadOlder();
      await pass(100);
      await loading;
      expect(texts(room)).to.deep.equal(
        backend.log.filter(({ kind }) => !kind).map(({ message }) => message),
      );
      await pass(3_000);
      expect(kept(storage)).to.contain('119');
    }),
  );

  it(
    'leaves no older page and no gap to be loaded',
    played(async ({ backend, enter, pass }) => {
      for (let n = 0; n < 700; n++) backend.write(`${n}`);
      const room = enter(getToken);
      await pass(60_000, 5_000);
      backend.isPushing = false;
      backend.lines[0]?.end(1006);
      for (let n = 0; n < 1_300; n++) backend.write(`missed ${n}`);
      room.reconnect();
      await pass(2_000);
      expect([room.gaps.length, room.hasOlder]).to.deep.equal([1, true]);
      backend.isPushing = true;
      backend.change('ban', { subject: 'mina' });
      expect([room.messages, room.gaps, room.hasOlder]).to.deep.equal([[], [], false]);
    }),
  );

  it(
    'is not kept by what was to be kept when it ended, though it is closed at once',
    played(async ({ backend, enter, pass }) => {
      const storage = memory();
      const room = enter(getToken, { storage });
      await pass(4_000);
      backend.write('secret');
      room.on('status', () => room.close());
      backend.change('ban', { subject: 'mina' });
      await pass(4_000);
      expect(room.status.current).to.equal('closed');
      expect(kept(storage)).not.to.contain('secret');
    }),
  );

  it(
    'is not shown by a device that answers late',
    played(async ({ backend, enter, pass }) => {
      const storage = memory();
      backend.write('secret');
      const first = enter(getToken, { storage });
      await pass(4_000);
      first.close();
      const gate = deferred();
      const late = {
        ...storage,
        get: async (key: string) => {
          const value = await storage.get(key);
          if (key.startsWith('copy ')) await gate.promise;
          return value;
        },
      };
      backend.verify = () => 'banned';
      const room = enter(getToken, { storage: late });
      await pass(1_000);
      expect(room.status.current).to.equal('failed');
      gate.resolve();
      await pass(1_000);
      expect(texts(room)).to.deep.equal([]);
      expect(kept(storage)).not.to.contain('secret');
    }),
  );
});
