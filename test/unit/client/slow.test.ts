import { expect, waitUntil as until } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { ChatError } from '../../../src/client/error.js';
import { Outbox } from '../../../src/client/outbox.js';
import { OutboxStore } from '../../../src/client/outbox-store.js';
import { Keep } from '../../../src/client/storage.js';
import type { Item } from '../../../src/contract/index.js';
import { deferred } from './fixture.js';
import { memory } from './memory.js';
import { played } from './played.js';
import { endpoint } from './token-backend.js';

const KEY = 'outbox key';
const request = (id: string) => ({ room_id: 'r', user_id: 'mina', name: 'Mina', text: id, id });
const stored = (id: string): Item => ({
  room_id: 'r',
  user_id: 'mina',
  name: 'Mina',
  message: id,
  timestamp: 1,
  id,
});
const away = new ChatError('network', 'unable to test; away');

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
});

describe('an outbox tells what was stored just now', () => {
  afterEach(restore);

  function play(left: readonly string[] = [], failed?: { code: string; message: string }) {
    const said: string[] = [];
    const puts: ReturnType<typeof deferred<Item>>[] = [];
    const kept = memory({ [KEY]: left.map((id) => ({ request: request(id), at: Date.now(), failed })) });
    const put = (_: unknown, signal: AbortSignal): Promise<Item> => {
      const answer = deferred<Item>();
      signal.addEventListener('abort', () => answer.reject(away));
      puts.push(answer);
      return answer.promise;
    };
    const box = new Outbox(put, new OutboxStore(new Keep(kept, () => {}), 'key'), () => {});
    box.listener = {
      changed: (items, isNew) => said.push(...items.map(({ id }) => `${id} ${isNew}`)),
      answered: () => {},
    };
    return { box, said, puts, tries: (count: number) => until(() => puts.length === count) };
  }

  it('by its first try, whether its answer or the log says so', async () => {
    const { box, said, puts, tries } = play();
    const first = box.add(request('a'));
    await tries(1);
    puts[0]?.resolve(stored('a'));
    await first;
    const second = box.add(request('b'));
    await tries(2);
    box.settle([stored('b')]);
    await second;
    expect(said).to.deep.equal(['a true', 'b true']);
  });

  it('but not by a later one, nor while it waits for that, nor by one of an earlier page', async () => {
    stub(Math, 'random').returns(0);
    const { box, said, puts, tries } = play(['left']);
    await tries(1);
    puts[0]?.resolve(stored('left'));
    const first = box.add(request('a'));
    await tries(2);
    puts[1]?.reject(away);
    await tries(3);
    puts[2]?.resolve(stored('a'));
    await first;
    const second = box.add(request('b'));
    await tries(4);
    puts[3]?.reject(new ChatError('network', 'unable to test; away', { retryAfter: 60_000 }));
    await until(() => box.pending[0]?.retryAt !== undefined);
    box.settle([stored('b')]);
    await second;
    const third = box.add(request('c'));
    await tries(5);
    puts[4]?.reject(new ChatError('invalid_request', 'unable to test; no'));
    await third.catch(() => {});
    const again = box.retry('c');
    await tries(6);
    puts[5]?.resolve(stored('c'));
    await again;
    expect(said).to.deep.equal(['left false', 'a false', 'b false', 'c false']);
  });

  it('nor by one that failed on an earlier page, and is tried again', async () => {
    const { box, said, puts, tries } = play(['left'], { code: 'forbidden', message: 'unable to test; no' });
    await until(() => box.pending[0]?.status === 'failed');
    const again = box.retry('left');
    await tries(1);
    puts[0]?.resolve(stored('left'));
    await again;
    expect(said).to.deep.equal(['left false']);
  });
});
