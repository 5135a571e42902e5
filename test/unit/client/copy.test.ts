import { expect } from '@open-wc/testing';
import { restore, type SinonFakeTimers, spy, stub, useFakeTimers } from 'sinon';
import { Copies, Copy } from '../../../src/client/copy.js';
import { type Message, messageFromItem } from '../../../src/client/message.js';
import { type ChatStorage, Keep } from '../../../src/client/storage.js';
import type { Item } from '../../../src/contract/index.js';
import { deferred } from './fixture.js';
import { memory } from './memory.js';

const item = (seq: number, fields: Partial<Item> = {}): Item => ({
  room_id: 'lobby',
  timestamp: 1_722_678_345_123.001 + seq,
  seq,
  user_id: 'mina',
  name: '미나',
  message: `message ${seq}`,
  id: `id ${seq}`,
  ...fields,
});

const items = (count: number, fields?: Partial<Item>) =>
  Array.from({ length: count }, (_, index) => item(index + 1, fields));

const copiesOn = (device: ChatStorage, owner = 'mina') => new Copies(new Keep(device, () => {}), owner);

describe('the copies of a user’s rooms', () => {
  it('outlive the page', async () => {
    const device = memory();
    await copiesOn(device).save('lobby', () => items(3));
    expect(await copiesOn(device).load('lobby')).to.deep.equal(items(3));
    expect(await copiesOn(device).load('elsewhere')).to.deep.equal([]);
  });

  it('are removed when another user comes, and do not come back with the first', async () => {
    const device = memory();
    await copiesOn(device).save('lobby', () => items(3));
    await copiesOn(device).save('attic', () => items(1, { room_id: 'attic' }));
    expect(await copiesOn(device, 'jun').load('lobby')).to.deep.equal([]);
    expect([...device.kept.keys()]).to.deep.equal(['copies']);
    expect(await copiesOn(device).load('lobby')).to.deep.equal([]);
  });

  it('are not written any more by a client whose user is not the last that came', async () => {
    const device = memory();
    const former = copiesOn(device);
    await former.save('lobby', () => items(3));
    const latter = copiesOn(device, 'jun');
    await latter.save('attic', () => items(1, { room_id: 'attic' }));
    await former.save('lobby', () => items(4));
    expect(await latter.load('lobby')).to.deep.equal([]);
    expect(await latter.load('attic')).to.have.length(1);
    expect([...device.kept.keys()].sort()).to.deep.equal(['copies', 'copy attic']);
  });

  it('are removed on request, and not kept again by the clients that are there', async () => {
    const device = memory();
    const copies = copiesOn(device);
    await copies.save('lobby', () => items(3));
    await copies.clear();
    expect([...device.kept.keys()]).to.deep.equal(['copies']);
    await copies.save('lobby', () => items(3));
    expect(await copies.load('lobby')).to.deep.equal([]);
    const next = copiesOn(device);
    await next.save('lobby', () => items(2));
    expect(await next.load('lobby')).to.have.length(2);
  });

  it('are kept of 20 rooms, those that were seen last', async () => {
    const device = memory();
    const copies = copiesOn(device);
    const save = (n: number) => copies.save(`room ${n}`, () => items(1, { room_id: `room ${n}` }));
    for (let n = 1; n <= 20; n++) await save(n);
    await save(1);
    await save(21);
    const rooms = await Promise.all(Array.from({ length: 21 }, (_, n) => copies.load(`room ${n + 1}`)));
    const gone = rooms.flatMap((kept, n) => (kept.length === 0 ? [n + 1] : []));
    expect(gone).to.deep.equal([2]);
    expect(device.kept.size).to.equal(21);
  });

  it('hold nothing that is not of their room, and nothing that is no message', async () => {
    const copies = copiesOn(memory());
    const stray = item(2, { room_id: 'attic' });
    const broken = [null, 'nonsense', { ...item(3), timestamp: 'now' }] as unknown as Item[];
    await copies.save('lobby', () => [item(1), stray, ...broken, item(4)]);
    expect(await copies.load('lobby')).to.deep.equal([item(1), item(4)]);
  });

  it('are empty where something else was written in their place', async () => {
    for (const value of ['nonsense', 7, null, {}, [[]], new Date()]) {
      const device = memory();
      const copies = copiesOn(device);
      await copies.save('lobby', () => items(3));
      device.kept.set('copy lobby', value);
      expect(await copies.load('lobby'), String(value)).to.deep.equal([]);
      await copies.save('lobby', () => items(1));
      expect(await copies.load('lobby'), String(value)).to.deep.equal(items(1));
    }
  });

  it('are shown to no other user where nobody can tell any more which there are', async () => {
    for (const index of ['nonsense', 7, null, [], {}, { owner: 7, rooms: 'all' }, { owner: 'jun' }]) {
      const device = memory();
      await copiesOn(device).save('lobby', () => items(3));
      device.kept.set('copies', index);
      const next = copiesOn(device, 'jun');
      expect(await next.load('lobby'), JSON.stringify(index)).to.deep.equal([]);
      await next.save('lobby', () => items(1));
      expect(await next.load('lobby'), JSON.stringify(index)).to.deep.equal(items(1));
    }
  });

  for (const [comes, come] of Object.entries({
    'another user came': (device: ChatStorage) => copiesOn(device, 'jun').load('attic'),
    'they were removed': (device: ChatStorage) => copiesOn(device).clear(),
  })) {
    it(`are not left behind by a save under way when ${comes}`, async () => {
      const device = memory();
      const [asked, gate] = [deferred(), deferred()];
      const slow: ChatStorage = {
        get: device.get,
        update: async (key, change) => {
          if (key === 'copy lobby') {
            asked.resolve();
            await gate.promise;
          }
          await device.update(key, change);
        },
      };
      const saved = copiesOn(slow).save('lobby', () => items(3));
      await asked.promise;
      await come(device);
      gate.resolve();
      await saved;
      expect([...device.kept.keys()]).to.deep.equal(['copies']);
      expect(await copiesOn(device, 'jun').load('lobby')).to.deep.equal([]);
    });
  }
});

describe('a room’s copy', () => {
  let clock: SinonFakeTimers;
  beforeEach(() => {
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  });
  afterEach(() => {
    restore();
    clock.restore();
  });

  /** A copy, and what the device holds of it. */
  function copyOn(device = memory()) {
    const copy = new Copy(copiesOn(device), 'lobby');
    return { copy, device, kept: () => copiesOn(device).load('lobby') };
  }

  const messages = (count: number, fields?: Partial<Item>): Message[] =>
    items(count, fields).map(messageFromItem);

  it('is what the room shows 2 s after its first change, written once', async () => {
    const { copy, device, kept } = copyOn();
    let shown: readonly Message[] = [];
    let writes = 0;
    const update = device.update;
    device.update = (key, change) => {
      if (key === 'copy lobby') writes += 1;
      return update(key, change);
    };
    for (let count = 1; count <= 5; count++) {
      shown = messages(count);
      copy.save(() => shown);
      await clock.tickAsync(300);
    }
    expect(await kept()).to.deep.equal([]);
    await clock.tickAsync(500);
    expect(await kept()).to.deep.equal(items(5));
    expect(writes).to.equal(1);
  });

  it('gives back what it was given, also rows without an id', async () => {
    const device = memory();
    const { seq: _, id: __, ...old } = item(1);
    const shown = [old, item(2)].map(messageFromItem);
    const { copy } = copyOn(device);
    copy.save(() => shown);
    await clock.tickAsync(2_000);
    const again = await copyOn(device).copy.load();
    expect(again.map(messageFromItem)).to.deep.equal(shown);
  });

  it('is written at once when the room is closed, and only if it changed', async () => {
    const { copy, kept } = copyOn();
    copy.flush();
    await clock.tickAsync(0);
    expect(await kept()).to.deep.equal([]);
    copy.save(() => messages(2));
    copy.flush();
    await clock.tickAsync(0);
    expect(await kept()).to.deep.equal(items(2));
    expect(clock.countTimers()).to.equal(0);
  });

  const signs: Record<string, () => void> = {
    'is hidden': () => {
      stub(document, 'visibilityState').value('hidden');
      document.dispatchEvent(new Event('visibilitychange'));
    },
    goes: () => dispatchEvent(new PageTransitionEvent('pagehide')),
  };
  for (const [sign, give] of Object.entries(signs)) {
    it(`is written at once when the page ${sign}, and nothing listens for that then`, async () => {
      const { copy, kept } = copyOn();
      const added = spy(globalThis, 'addEventListener');
      copy.save(() => messages(2));
      give();
      await clock.tickAsync(0);
      expect(await kept()).to.deep.equal(items(2));
      expect(clock.countTimers()).to.equal(0);
      for (const { args } of added.getCalls()) {
        expect((args[2] as { signal: AbortSignal }).signal.aborted).to.equal(true);
      }
    });
  }

  it('is written once more, not once for each flush, after a write that is under way', async () => {
    const { copy, device, kept } = copyOn();
    let writes = 0;
    const update = device.update;
    device.update = (key, change) => {
      if (key === 'copy lobby') writes += 1;
      return update(key, change);
    };
    for (let count = 1; count <= 50; count++) {
      copy.save(() => messages(count));
      copy.flush();
    }
    await clock.tickAsync(0);
    expect(await kept()).to.deep.equal(items(50));
    expect(writes).to.be.at.most(2);
  });

  it('is removed with what was to be kept, and with a write that is under way', async () => {
    const device = memory();
    const [asked, gate] = [deferred(), deferred()];
    const slow: typeof device = {
      ...device,
      get: async (key) => {
        asked.resolve();
        await gate.promise;
        return device.get(key);
      },
    };
    const { copy } = copyOn(slow);
    copy.save(() => messages(1));
    copy.flush();
    await asked.promise;
    await clock.tickAsync(0);
    copy.save(() => messages(2));
    copy.remove();
    gate.resolve();
    await clock.tickAsync(3_000);
    expect([...device.kept.keys()]).to.deep.equal(['copies']);
    copy.save(() => messages(3));
    await clock.tickAsync(2_000);
    expect(device.kept.size).to.equal(2);
  });

  it('is removed only where it is this user’s', async () => {
    const { copy, device } = copyOn();
    await copy.load();
    const jun = copiesOn(device, 'jun');
    await jun.save('lobby', () => items(3));
    copy.remove();
    await clock.tickAsync(0);
    expect(await jun.load('lobby')).to.deep.equal(items(3));
  });

  it('is the newest 100 messages', async () => {
    const { copy, kept } = copyOn();
    copy.save(() => messages(130));
    await clock.tickAsync(2_000);
    expect((await kept()).map(({ seq }) => seq)).to.deep.equal(
      items(130)
        .slice(30)
        .map(({ seq }) => seq),
    );
  });

  it('is no more than 200,000 characters, the newest', async () => {
    const { copy, kept } = copyOn();
    copy.save(() => messages(60, { message: 'x'.repeat(4_000) }));
    await clock.tickAsync(2_000);
    expect((await kept()).map(({ seq }) => seq)).to.deep.equal(
      items(60)
        .slice(10)
        .map(({ seq }) => seq),
    );
  });
});
