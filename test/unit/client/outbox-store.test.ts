import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { OutboxStore, type Unsent } from '../../../src/client/outbox-store.js';
import { Keep } from '../../../src/client/storage.js';
import { deferred } from './fixture.js';
import { memory } from './memory.js';

const HOUR = 60 * 60_000;

const request = (id: string) => ({ room_id: 'r', user_id: 'u', name: 'U', text: `text of ${id}`, id });
const unsent = (id: string, more: Partial<Unsent> = {}): Unsent => ({ request: request(id), at: 1, ...more });

/** The store of a key on a device, as one tab has it. */
const storeOn = (device: ReturnType<typeof memory>, key = 'u r') =>
  new OutboxStore(new Keep(device, () => {}), key);

const idsOf = (list: readonly Unsent[] | undefined) => list?.map(({ request: { id } }) => id);

describe('the list of unsent messages', () => {
  it('has them in the order of writing, in all tabs', async () => {
    const device = memory();
    const [ours, theirs] = [storeOn(device), storeOn(device)];
    expect(await ours.list()).to.deep.equal([]);
    await ours.put(unsent('a'));
    await theirs.put(unsent('b'));
    await ours.put(unsent('c'));
    expect(await theirs.list()).to.deep.equal(['a', 'b', 'c'].map((id) => unsent(id)));
  });

  it('takes what is new of a message in its place', async () => {
    const store = storeOn(memory());
    await store.put(unsent('a'));
    await store.put(unsent('b'));
    const failed = { code: 'invalid_request', message: 'unable to; no' };
    await store.put(unsent('a', { at: 2, failed }));
    expect(await store.list()).to.deep.equal([unsent('a', { at: 2, failed }), unsent('b')]);
  });

  it('leaves nothing on the device once it is empty', async () => {
    const device = memory();
    const store = storeOn(device);
    await store.put(unsent('a'));
    await store.put(unsent('b'));
    await store.remove('a');
    await store.remove('never there');
    expect(idsOf(await store.list())).to.deep.equal(['b']);
    await store.remove('b');
    expect([...device.kept.keys()]).to.deep.equal([]);
  });

  it('is each user’s and each room’s own', async () => {
    const device = memory();
    await storeOn(device, 'u r').put(unsent('a'));
    expect(await storeOn(device, 'u other').list()).to.deep.equal([]);
    expect(await storeOn(device, 'v r').list()).to.deep.equal([]);
  });

  it('is nothing, rather than an error, where something else is kept in its place', async () => {
    for (const value of ['text', 7, null, {}, { length: 1 }, new Date(), [[]], [null, undefined, 'a']]) {
      const device = memory({ 'outbox u r': value });
      expect(await storeOn(device).list(), String(value)).to.deep.equal([]);
      await storeOn(device).put(unsent('a'));
      expect(idsOf(await storeOn(device).list()), String(value)).to.deep.equal(['a']);
    }
  });

  it('leaves out what is no message, and keeps of one what it knows', async () => {
    const { id: _, ...nameless } = request('x');
    const foreign = [
      {},
      { request: null, at: 1 },
      { request: request('x') },
      { request: request('x'), at: 'now' },
      { request: nameless, at: 1 },
      { request: { ...request('x'), text: ' ' }, at: 1 },
      { request: { ...request('x'), room_id: 7 }, at: 1 },
      { request: { ...request('x'), kind: 'edit' }, at: 1 },
    ];
    const marked = { ...unsent('b'), failed: 'yes', discarded: 'yes', color: 'red' };
    const half = { ...unsent('c'), failed: { code: 'internal' } };
    const kept = [...foreign, unsent('a'), marked, half];
    const list = await storeOn(memory({ 'outbox u r': kept })).list();
    expect(list).to.deep.equal(['a', 'b', 'c'].map((id) => unsent(id)));
  });

  describe('and the marks of what was discarded', () => {
    let clock: SinonFakeTimers;
    beforeEach(() => {
      clock = useFakeTimers({ now: 10 * HOUR, toFake: ['Date'] });
    });
    afterEach(() => clock.restore());

    it('tells other tabs for an hour', async () => {
      const device = memory();
      const store = storeOn(device);
      await store.put(unsent('a'));
      await store.put(unsent('a', { at: Date.now(), discarded: true }));
      clock.tick(HOUR - 1);
      await store.remove('never there');
      expect(await store.list()).to.deep.equal([unsent('a', { at: 10 * HOUR, discarded: true })]);
      clock.tick(1);
      await store.remove('never there');
      expect([...device.kept.keys()]).to.deep.equal([]);
    });

    it('never drops a message for its age', async () => {
      const store = storeOn(memory());
      await store.put(unsent('a'));
      clock.tick(365 * 24 * HOUR);
      await store.put(unsent('b'));
      expect(idsOf(await store.list())).to.deep.equal(['a', 'b']);
    });
  });

  it('is unknown where storage fails, and stops nobody', async () => {
    const fail = async () => {
      throw new Error('no');
    };
    const store = new OutboxStore(new Keep({ get: fail, update: fail }, () => {}), 'u r');
    expect(await store.list()).to.equal(undefined);
    await store.put(unsent('a'));
    await store.remove('a');
    expect(await store.exclusively(async () => 'sent')).to.equal('sent');
  });

  it('is sent by one tab at a time, each list by itself', async () => {
    const device = memory();
    const key = `u ${Math.random()}`;
    const [begun, end] = [deferred(), deferred()];
    const notes: string[] = [];
    const first = storeOn(device, key).exclusively(async () => {
      begun.resolve();
      await end.promise;
      notes.push('first');
    });
    await begun.promise;
    const second = storeOn(device, key).exclusively(async () => notes.push('second'));
    await storeOn(device, `other ${key}`).exclusively(async () => notes.push('other'));
    end.resolve();
    await Promise.all([first, second]);
    expect(notes).to.deep.equal(['other', 'first', 'second']);
  });
});
