import { expect } from '@open-wc/testing';
import { restore, type SinonFakeTimers, stub, useFakeTimers } from 'sinon';
import { ChatError } from '../../../src/client/error.js';
import { browserStorage, type ChatStorage, exclusively, Keep } from '../../../src/client/storage.js';
import { deferred } from './fixture.js';
import { memory } from './memory.js';

const fresh = (): string => `test ${Math.random()}`;

function open(): ChatStorage {
  const storage = browserStorage();
  if (!storage) throw new Error('unable to test; this browser has no IndexedDB');
  return storage;
}

/** Whether it rejects, or throws. */
async function fails(task: () => Promise<unknown>): Promise<boolean> {
  try {
    await task();
    return false;
  } catch {
    return true;
  }
}

/** A keep over this storage, and the codes of what it said. */
function keepOf(storage: ChatStorage | undefined) {
  const said: ChatError[] = [];
  return { keep: new Keep(storage, (error) => said.push(error)), said };
}

/** Runs with another value in a property's place. */
async function having(target: object, name: string, value: unknown, run: () => Promise<void>): Promise<void> {
  const own = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, value });
  try {
    await run();
  } finally {
    if (own) Object.defineProperty(target, name, own);
    else Reflect.deleteProperty(target, name);
  }
}

afterEach(() => restore());

describe('the browser’s storage', () => {
  it('gives back what was put, on every connection, and nothing for what was not', async () => {
    const key = fresh();
    await open().update(key, (value) => ({ before: value, now: ['안녕', 1] }));
    expect(await open().get(key)).to.deep.equal({ before: undefined, now: ['안녕', 1] });
    expect(await open().get(fresh())).to.equal(undefined);
  });

  it('removes what becomes undefined', async () => {
    const [key, storage] = [fresh(), open()];
    await storage.update(key, () => null);
    expect(await storage.get(key)).to.equal(null);
    await storage.update(key, () => undefined);
    expect(await storage.get(key)).to.equal(undefined);
  });

  it('lets nobody come in between a change, whatever connection it is made on', async () => {
    const key = fresh();
    const count = (value: unknown) => (typeof value === 'number' ? value + 1 : 1);
    const connections = [open(), open(), open()];
    const changes = Array.from({ length: 60 }, (_, n) => connections[n % 3]?.update(key, count));
    await Promise.all(changes);
    expect(await open().get(key)).to.equal(60);
  });

  it('changes nothing where a change throws, or gives what cannot be kept, and goes on', async () => {
    const [key, storage] = [fresh(), open()];
    await storage.update(key, () => 'kept');
    const doomed = () => {
      throw new Error('no');
    };
    expect(await fails(() => storage.update(key, doomed))).to.equal(true);
    expect(await fails(() => storage.update(key, () => () => {}))).to.equal(true);
    expect(await storage.get(key)).to.equal('kept');
    await storage.update(key, (value) => `${value} on`);
    expect(await storage.get(key)).to.equal('kept on');
  });

  it('fails where its transaction does, as one without room', async () => {
    const [key, storage] = [fresh(), open()];
    await storage.update(key, () => 'kept');
    const put = stub(IDBObjectStore.prototype, 'put').callsFake(function (this: IDBObjectStore, ...args) {
      const request = put.wrappedMethod.apply(this, args);
      this.transaction.abort();
      return request;
    });
    expect(await fails(() => storage.update(key, () => 'lost'))).to.equal(true);
    put.restore();
    expect(await storage.get(key)).to.equal('kept');
  });

  it('is none where there is no IndexedDB', async () => {
    await having(globalThis, 'indexedDB', undefined, async () => {
      expect(browserStorage()).to.equal(undefined);
    });
  });
});

describe('a keep', () => {
  it('hands on to its storage', async () => {
    const storage = memory();
    const { keep, said } = keepOf(storage);
    await keep.update('key', () => 'value');
    expect(storage.kept.get('key')).to.equal('value');
    expect(await keep.get('key')).to.equal('value');
    expect(keep.works).to.equal(true);
    expect(said).to.deep.equal([]);
  });

  it('keeps nothing without one, and says nothing', async () => {
    const { keep, said } = keepOf(undefined);
    await keep.update('key', () => 'value');
    expect(await keep.get('key')).to.equal(undefined);
    expect(keep.works).to.equal(false);
    expect(said).to.deep.equal([]);
  });

  it('says once that its storage fails, and does not ask it again', async () => {
    const cause = new DOMException('full', 'QuotaExceededError');
    let asked = 0;
    const fail = async () => {
      asked += 1;
      throw cause;
    };
    const { keep, said } = keepOf({ get: fail, update: fail });
    await Promise.all([keep.update('a', () => 1), keep.update('b', () => 2), keep.get('a')]);
    expect(asked).to.equal(3);
    expect(await keep.get('a')).to.equal(undefined);
    await keep.update('a', () => 1);
    expect(asked).to.equal(3);
    expect(keep.works).to.equal(false);
    expect(said).to.have.length(1);
    expect(said[0]).to.be.instanceOf(ChatError);
    expect(said[0]).to.include({ code: 'storage_unavailable', retryable: false, cause });
    expect(said[0]?.message).to.match(/^unable to keep messages on this device; /);
  });

  it('gives up a database that may not be opened', async () => {
    stub(indexedDB, 'open').throws(new DOMException('denied', 'SecurityError'));
    const { keep, said } = keepOf(open());
    expect(await keep.get('key')).to.equal(undefined);
    expect(said.map(({ code }) => code)).to.deep.equal(['storage_unavailable']);
  });

  describe('whose storage does not answer', () => {
    let clock: SinonFakeTimers;
    beforeEach(() => {
      clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    });
    afterEach(() => clock.restore());

    const hanging = (answer: Promise<unknown> = new Promise(() => {})): ChatStorage => ({
      get: () => answer,
      update: async () => void (await answer),
    });

    it('gives it up after 5 s, and says so once', async () => {
      const { keep, said } = keepOf(hanging());
      const answers = Promise.all([keep.get('a'), keep.update('a', () => 1)]);
      await clock.tickAsync(4_999);
      expect(said).to.deep.equal([]);
      await clock.tickAsync(1);
      expect(await answers).to.deep.equal([undefined, undefined]);
      expect(said.map(({ code }) => code)).to.deep.equal(['storage_unavailable']);
      expect(keep.works).to.equal(false);
    });

    it('does not take it back when it answers after all', async () => {
      const answer = deferred<unknown>();
      const { keep, said } = keepOf(hanging(answer.promise));
      const got = keep.get('a');
      await clock.tickAsync(5_000);
      answer.resolve('late');
      expect(await got).to.equal(undefined);
      expect(await keep.get('a')).to.equal(undefined);
      expect(said).to.have.length(1);
    });

    it('lets it have its time where it was the machine that slept', async () => {
      const answer = deferred<unknown>();
      const { keep, said } = keepOf(hanging(answer.promise));
      const got = keep.get('a');
      clock.jump(60_000);
      await clock.tickAsync(4_999);
      answer.resolve('awake');
      expect(await got).to.equal('awake');
      expect(said).to.deep.equal([]);
      expect(clock.countTimers()).to.equal(0);
    });

    it('gives up a database whose opening waits for somebody else', async () => {
      const name = fresh();
      const openDatabase = indexedDB.open.bind(indexedDB);
      const inTheWay = await new Promise<IDBDatabase>((resolve) => {
        const opening = openDatabase(name, 1);
        opening.onsuccess = () => resolve(opening.result);
      });
      stub(indexedDB, 'open').callsFake(() => openDatabase(name, 2));
      const { keep, said } = keepOf(open());
      const got = keep.get('key');
      await clock.tickAsync(5_000);
      expect(await got).to.equal(undefined);
      expect(said.map(({ code }) => code)).to.deep.equal(['storage_unavailable']);
      inTheWay.close();
    });
  });
});

describe('exclusively', () => {
  /** A task that notes when it begins and ends. */
  function task(notes: string[], name: string) {
    const [begun, end] = [deferred(), deferred()];
    const run = async (): Promise<string> => {
      notes.push(`${name} begins`);
      begun.resolve();
      await end.promise;
      notes.push(`${name} ends`);
      return name;
    };
    return { run, begun: begun.promise, end: end.resolve };
  }

  it('runs one task of a name at a time, and gives what it gives', async () => {
    const [name, notes] = [fresh(), [] as string[]];
    const [first, second, other] = [task(notes, 'first'), task(notes, 'second'), task(notes, 'other')];
    const results = [exclusively(name, first.run), exclusively(name, second.run)];
    results.push(exclusively(fresh(), other.run));
    await first.begun;
    await other.begun;
    other.end();
    expect(await results[2]).to.equal('other');
    expect(notes).to.not.include('second begins');
    first.end();
    second.end();
    expect(await Promise.all(results)).to.deep.equal(['first', 'second', 'other']);
    const own = notes.filter((note) => !note.startsWith('other'));
    expect(own).to.deep.equal(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('hands on what the task throws, having run it once, and lets the next one run', async () => {
    const name = fresh();
    const error = new Error('its own');
    let runs = 0;
    const doomed = async () => {
      runs += 1;
      throw error;
    };
    expect(await exclusively(name, doomed).catch((reason: unknown) => reason)).to.equal(error);
    expect(runs).to.equal(1);
    expect(await exclusively(name, async () => 'next')).to.equal('next');
  });

  it('goes on without the others where there are no locks', async () => {
    await having(navigator, 'locks', undefined, async () => {
      const [name, notes] = [fresh(), [] as string[]];
      const [first, second] = [task(notes, 'first'), task(notes, 'second')];
      const results = [exclusively(name, first.run), exclusively(name, second.run)];
      await Promise.all([first.begun, second.begun]);
      first.end();
      second.end();
      expect(await Promise.all(results)).to.deep.equal(['first', 'second']);
    });
  });

  it('runs the task once where the browser refuses the lock', async () => {
    stub(navigator.locks, 'request').rejects(new DOMException('denied', 'SecurityError'));
    let runs = 0;
    await exclusively(fresh(), async () => {
      runs += 1;
    });
    expect(runs).to.equal(1);
  });

  it('waits 20 s for another tab, then goes on without it', async () => {
    const [name, notes] = [fresh(), [] as string[]];
    const holder = task(notes, 'holder');
    const held = exclusively(name, holder.run);
    await holder.begun;
    const late = new AbortController();
    const timeout = stub(AbortSignal, 'timeout').returns(late.signal);
    const result = exclusively(name, async () => 'went on');
    expect(timeout.firstCall.args).to.deep.equal([20_000]);
    late.abort(new DOMException('late', 'TimeoutError'));
    expect(await result).to.equal('went on');
    expect(notes).to.deep.equal(['holder begins']);
    holder.end();
    await held;
  });
});
