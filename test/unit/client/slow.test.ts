import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { Outbox } from '../../../src/client/outbox.js';
import { OutboxStore } from '../../../src/client/outbox-store.js';
import { Rules } from '../../../src/client/rules.js';
import { Keep } from '../../../src/client/storage.js';
import type { Item } from '../../../src/contract/index.js';
import { deferred } from './fixture.js';
import { memory } from './memory.js';
import { played } from './played.js';
import { endpoint } from './token-backend.js';

const request = (id: string) => ({ room_id: 'r', user_id: 'mina', name: 'Mina', text: id, id });
const stored = (id: string, timestamp: number): Item => ({
  room_id: 'r',
  user_id: 'mina',
  name: 'Mina',
  message: id,
  timestamp,
  id,
});

describe('slow mode', () => {
  it(
    'counts from when a message was stored, though its answer comes to a later page',
    played(async ({ backend, enter, pass }) => {
      backend.change('slow', { seconds: 3_600 });
      const { timestamp } = backend.write('old', { user_id: 'mina', name: 'Mina', id: 'old' });
      await pass(3_000_000, 60_000);
      const key = `outbox ${JSON.stringify(['http://localhost/', 'mina', 'r'])}`;
      const storage = memory({ [key]: [{ request: request('old'), at: timestamp }] });
      const room = enter(endpoint(() => ({ life: 86_400 })).getToken, { storage });
      expect(room.messages).to.deep.equal([]);
      await pass(7_000, 500);
      expect(backend.requests.filter(({ method }) => method === 'PUT')).to.have.length(1);
      expect(room.messages.map(({ status }) => status)).to.deep.equal(['sent']);
      expect(room.sendableAt).to.equal(timestamp + 3_600_000);
    }),
  );

  describe('lasts no longer', () => {
    const NOW = 1_800_000_000_000;
    let clock: SinonFakeTimers;
    beforeEach(() => {
      clock = useFakeTimers({ now: NOW, toFake: ['Date'] });
    });
    afterEach(() => clock.restore());

    /** A message whose PUT is under way, and what the room's rules are told of it. */
    async function written() {
      const put = { ...deferred<Item>(), begun: deferred() };
      const begin = () => {
        put.begun.resolve();
        return put.promise;
      };
      const box = new Outbox(begin, new OutboxStore(new Keep(memory(), () => {}), 'key'), () => {});
      const rules = new Rules('mina');
      rules.hear({ frozen: false, slow: 30 }, NOW - 100_000);
      box.listener = { changed: (items, at) => rules.take(items, at), answered: () => {} };
      const sent = box.add(request('a'));
      await put.begun.promise;
      return { box, rules, put, sent };
    }

    it('for an answer that comes late', async () => {
      const { rules, put, sent } = await written();
      clock.tick(9_000);
      put.resolve(stored('a', NOW + 100));
      await sent;
      expect(rules.sendableAt).to.equal(NOW + 30_100);
    });

    it('where the device sleeps before the log says that it was stored', async () => {
      const { box, rules, sent } = await written();
      clock.tick(3_600_000);
      box.settle([stored('a', NOW + 100)]);
      await sent;
      expect(rules.sendableAt).to.equal(NOW + 30_100);
    });
  });
});
