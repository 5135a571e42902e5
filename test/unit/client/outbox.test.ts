import { expect, waitUntil as until } from '@open-wc/testing';
import { restore, stub, useFakeTimers } from 'sinon';
import { ChatError } from '../../../src/client/error.js';
import { createId } from '../../../src/client/id.js';
import type { Message } from '../../../src/client/message.js';
import { Outbox } from '../../../src/client/outbox.js';
import { OutboxStore, type Unsent } from '../../../src/client/outbox-store.js';
import { Keep } from '../../../src/client/storage.js';
import type { Item, MessageRequest } from '../../../src/contract/index.js';
import { deferred } from './fixture.js';
import { memory as device } from './memory.js';

const request = (id: string) => ({ room_id: 'r', user_id: 'u', name: 'U', text: id, id });
const stored = ({ room_id, user_id, name, text, id }: MessageRequest): Item => ({
  room_id,
  user_id,
  name,
  message: text,
  timestamp: 1,
  seq: 1,
  ...(id !== undefined && { id }),
});
const away = new ChatError('network', 'unable to test; away');
const refused = new ChatError('invalid_request', 'unable to test; no');

/** An outbox whose PUTs wait to be answered by the test. */
function outbox(storage?: ReturnType<typeof memory>) {
  const puts: (ReturnType<typeof deferred<Item>> & { request: MessageRequest })[] = [];
  let started = deferred();
  const box = new Outbox(
    (sent, signal) => {
      const put = { ...deferred<Item>(), request: sent };
      signal.addEventListener('abort', () => put.reject(away));
      puts.push(put);
      started.resolve();
      started = deferred();
      return put.promise;
    },
    new OutboxStore(new Keep(storage, () => {}), storage?.key ?? ''),
    () => {},
  );
  return {
    box,
    puts,
    /** Resolves when the next PUT starts. */
    nextPut: () => started.promise,
    /** Writes messages. Resolves when the PUT of the first has started. */
    write: async (...ids: string[]) => {
      const next = started.promise;
      const sent = ids.map((id) => box.add(request(id)));
      for (const promise of sent) promise.catch(() => {});
      await next;
      return sent as [Promise<Message>, Promise<Message>];
    },
    look: () => box.pending.map(({ text, status }) => `${text} ${status}`),
  };
}

/** A device's storage, as all tabs see it, with what an earlier page left. */
function memory(left?: readonly Unsent[]) {
  const key = createId();
  return { key, ...device(left && { [`outbox ${key}`]: left }) };
}

describe('outbox', () => {
  it('has one PUT in flight, in the order of writing', async () => {
    const { puts, look, nextPut, write } = outbox();
    const sent = await write('a', 'b');
    expect(puts.map((put) => put.request.id)).to.deep.equal(['a']);
    expect(look()).to.deep.equal(['a sending', 'b sending']);
    const next = nextPut();
    puts[0]?.resolve(stored(request('a')));
    expect((await sent[0])?.status).to.equal('sent');
    await next;
    expect(puts.map((put) => put.request.id)).to.deep.equal(['a', 'b']);
    puts[1]?.resolve(stored(request('b')));
    await sent[1];
    expect(look()).to.deep.equal([]);
  });

  it('tries again under the same id while the error is retryable, and says why it waits', async () => {
    const { box, puts, nextPut, write } = outbox();
    const [sent] = await write('a');
    const waiting = deferred();
    box.listener = { changed: () => waiting.resolve(), answered: () => {} };
    puts[0]?.reject(away);
    await waiting.promise;
    expect(box.pending[0]).to.include({ status: 'sending', error: away });
    const next = nextPut();
    box.hurry();
    await next;
    expect(puts.map((put) => put.request.id)).to.deep.equal(['a', 'a']);
    puts[1]?.resolve(stored(request('a')));
    expect((await sent).id).to.equal('a');
  });

  for (const code of ['rate_limited', 'slow_mode', 'unavailable'] as const) {
    it(`says when a message that was answered ${code} is sent again, does so then, and keeps the next ones behind it`, async () => {
      const clock = useFakeTimers({ now: 1_800_000_000_000 });
      try {
        const { box, puts, look, write } = outbox();
        const [first, second] = await write('a', 'b');
        expect(box.pending[0]).not.to.have.property('retryAt');
        const error = new ChatError(code, 'unable to test; later', { retryAfter: 30_000 });
        puts[0]?.reject(error);
        await clock.tickAsync(0);
        const { retryAt = 0 } = box.pending[0] ?? {};
        expect(box.pending[0]).to.include({ status: 'sending', error });
        expect(retryAt - Date.now()).to.be.within(30_000, 31_000);
        expect(box.pending[1]).not.to.have.any.keys('retryAt', 'error');
        await clock.tickAsync(retryAt - Date.now() - 1);
        expect(puts).to.have.length(1);
        await clock.tickAsync(2);
        expect(puts.map(({ request: { id } }) => id)).to.deep.equal(['a', 'a']);
        expect(box.pending[0]).to.include({ error }).and.not.have.property('retryAt');
        puts[1]?.resolve(stored(request('a')));
        expect(await first).not.to.have.any.keys('retryAt', 'error');
        await clock.tickAsync(0);
        expect(look()).to.deep.equal(['b sending']);
        puts[2]?.resolve(stored(request('b')));
        await second;
      } finally {
        clock.restore();
      }
    });
  }

  it('says no more when it is sent again once it failed, or was told to try at once', async () => {
    const { box, puts, nextPut, write } = outbox();
    const [sent] = await write('a');
    puts[0]?.reject(new ChatError('slow_mode', 'unable to test; later', { retryAfter: 300_000 }));
    await until(() => box.pending[0]?.retryAt !== undefined);
    const next = nextPut();
    box.hurry();
    await next;
    expect(box.pending[0]).not.to.have.property('retryAt');
    puts[1]?.reject(refused);
    expect(await sent.catch((error: unknown) => error)).to.equal(refused);
    expect(box.pending[0]).to.include({ status: 'failed' }).and.not.have.property('retryAt');
  });

  it('keeps a refused message as failed, goes on with the next, and sends it again on retry', async () => {
    const { box, puts, look, nextPut, write } = outbox();
    const [first, second] = await write('a', 'b');
    let next = nextPut();
    puts[0]?.reject(refused);
    expect(await first.catch((error: unknown) => error)).to.equal(refused);
    await next;
    expect(look()).to.deep.equal(['a failed', 'b sending']);
    expect(box.pending[0]?.error).to.equal(refused);
    puts[1]?.resolve(stored(request('b')));
    await second;
    next = nextPut();
    const again = box.retry('a');
    await next;
    expect(box.pending[0]).to.include({ status: 'sending' }).and.not.have.property('error');
    puts[2]?.resolve(stored(request('a')));
    expect((await again).status).to.equal('sent');
    expect(look()).to.deep.equal([]);
  });

  it('forgets a failed message on discard, and no other', async () => {
    const { box, puts, write } = outbox();
    const [sent] = await write('a');
    expect(() => box.discard('a')).to.throw(
      ChatError,
      'unable to discard the message; no message with this id waits for that',
    );
    puts[0]?.reject(refused);
    await sent.catch(() => {});
    box.discard('a');
    expect(box.pending).to.deep.equal([]);
    expect(await box.retry('a').catch((error: ChatError) => error.code)).to.equal('invalid_argument');
  });

  it('is settled by a push that comes before the answer, or instead of it', async () => {
    const { box, puts, nextPut, write } = outbox();
    const [first, second] = await write('a', 'b');
    box.settle([stored(request('x')), { ...stored(request('a')), user_id: 'somebody else' }]);
    expect(box.pending).to.have.length(2);
    const next = nextPut();
    box.settle([stored(request('a'))]);
    expect((await first).status).to.equal('sent');
    // Nobody waits for the answer that is still out.
    await next;
    expect(puts.map((put) => put.request.id)).to.deep.equal(['a', 'b']);
    puts[1]?.resolve(stored(request('b')));
    await second;
  });

  it('lets the next message leave at once when the one that waited is settled by a push, or discarded', async () => {
    for (const leave of ['push', 'discard']) {
      const { box, puts, nextPut, write } = outbox();
      const first = (await write('a'))[0].catch((error: ChatError) => error.code);
      const waiting = deferred();
      box.listener = { changed: () => waiting.resolve(), answered: () => {} };
      puts[0]?.reject(away);
      await waiting.promise;
      const second = box.add(request('b'));
      const next = nextPut();
      if (leave === 'push') box.settle([stored(request('a'))]);
      else box.discard('a');
      await next;
      expect(puts.map((put) => put.request.id)).to.deep.equal(['a', 'b']);
      puts[1]?.resolve(stored(request('b')));
      await second;
      if (leave === 'discard') expect(await first).to.equal('discarded');
    }
  });

  it('settles with the answer to its own PUT, whatever id that carries', async () => {
    const { box, puts, write } = outbox();
    const [sent] = await write('a');
    puts[0]?.resolve({ ...stored(request('a')), id: 'other' });
    await sent;
    expect(box.pending).to.deep.equal([]);
  });

  it('gives up a try when the page goes or the network does, and tries again', async () => {
    for (const sign of ['offline', 'pagehide']) {
      const { box, puts, nextPut, write } = outbox();
      const [sent] = await write('a');
      const next = nextPut();
      window.dispatchEvent(new Event(sign));
      await until(() => box.pending[0]?.error !== undefined || puts.length === 2);
      box.hurry();
      await next;
      puts[1]?.resolve(stored(request('a')));
      expect((await sent).status).to.equal('sent');
    }
  });

  it('takes no more than 100 messages', () => {
    const { box } = outbox();
    for (let index = 0; index < 100; index++) box.add(request(`${index}`)).catch(() => {});
    expect(() => box.add(request('one more')))
      .to.throw(ChatError)
      .with.property('code', 'outbox_full');
    expect(box.pending).to.have.length(100);
  });

  describe('with a storage', () => {
    // The longest wait, so that it is always the other tab that tries next.
    beforeEach(() => stub(Math, 'random').returns(0.999));
    afterEach(() => restore());

    it('sends what an earlier page left, in its order, before anything newer', async () => {
      const storage = memory(['a', 'b'].map((id) => ({ request: request(id), at: Date.now() })));
      const { puts, look, nextPut, write } = outbox(storage);
      await write('c');
      expect(look()).to.deep.equal(['a sending', 'b sending', 'c sending']);
      for (const [index, id] of ['a', 'b', 'c'].entries()) {
        expect(puts.at(-1)?.request.id).to.equal(id);
        const next = nextPut();
        puts.at(-1)?.resolve(stored(request(id)));
        if (index < 2) await next;
      }
      await until(() => storage.kept.size === 0);
    });

    it('shows what failed as failed, and sends it on retry', async () => {
      const storage = memory();
      const before = outbox(storage);
      const [sent] = await before.write('a');
      before.puts[0]?.reject(refused);
      await sent.catch(() => {});
      const { box, look, nextPut, puts } = outbox(storage);
      await until(() => look().length === 1);
      expect(look()).to.deep.equal(['a failed']);
      expect(box.pending[0]?.error).to.include({ code: 'invalid_request', message: refused.message });
      const next = nextPut();
      void box.retry('a');
      await next;
      puts[0]?.resolve(stored(request('a')));
      await until(() => storage.kept.size === 0);
    });

    it('does not send by itself what was first tried 6 days ago', async () => {
      const at = Date.now() - 6 * 24 * 60 * 60_000 - 1;
      const storage = memory([{ request: request('old'), at }]);
      const { box, look, puts, nextPut } = outbox(storage);
      await until(() => look()[0] === 'old failed');
      expect(box.pending[0]?.error?.code).to.equal('expired');
      expect(puts).to.deep.equal([]);
      const next = nextPut();
      void box.retry('old');
      await next;
    });

    it('leaves to another tab what that has taken out of the shared list', async () => {
      const storage = memory();
      const ours = outbox(storage);
      const [first] = await ours.write('a');
      const theirs = outbox(storage);
      ours.puts[0]?.reject(away);
      await until(() => theirs.puts.length === 1);
      expect(theirs.puts[0]?.request.id).to.equal('a');
      theirs.puts[0]?.resolve(stored(request('a')));
      await until(() => storage.kept.size === 0);
      const next = ours.nextPut();
      ours.box.add(request('b')).catch(() => {});
      ours.box.hurry();
      await next;
      expect(ours.puts.map((put) => put.request.id)).to.deep.equal(['a', 'b']);
      ours.box.settle([stored(request('a'))]);
      expect((await first).status).to.equal('sent');
    });

    it('does not take back from the shared list what has just left it', async () => {
      const storage = memory();
      const { update } = storage;
      const { box, puts, look, write, nextPut } = outbox(storage);
      await write('a');
      const removal = deferred();
      storage.update = async (name, change) => {
        if (change([{ request: request('a'), at: 0 }]) === undefined) await removal.promise;
        await update(name, change);
      };
      const next = nextPut();
      box.settle([stored(request('a'))]);
      box.add(request('b')).catch(() => {});
      await next;
      expect(look()).to.deep.equal(['b sending']);
      expect(puts.map((put) => put.request.id)).to.deep.equal(['a', 'b']);
      removal.resolve();
    });

    it('fails what another tab was refused', async () => {
      const storage = memory();
      const ours = outbox(storage);
      const [sent] = await ours.write('a');
      const theirs = outbox(storage);
      ours.puts[0]?.reject(away);
      await until(() => theirs.puts.length === 1);
      theirs.puts[0]?.reject(refused);
      await until(() => theirs.look()[0] === 'a failed');
      ours.box.hurry();
      expect(await sent.catch((error: ChatError) => error.code)).to.equal('invalid_request');
      expect(ours.look()).to.deep.equal(['a failed']);
    });

    it('does not send what is discarded while the shared list is read', async () => {
      const storage = memory();
      const { get } = storage;
      const { box, puts, write, nextPut } = outbox(storage);
      const [sent] = await write('a');
      puts[0]?.reject(away);
      await until(() => box.pending[0]?.error !== undefined);
      const reading = deferred();
      const read = deferred();
      storage.get = async (name) => {
        const value = await get(name);
        reading.resolve();
        await read.promise;
        return value;
      };
      box.hurry();
      await reading.promise;
      box.discard('a');
      expect(await sent.catch((error: ChatError) => error.code)).to.equal('discarded');
      const next = nextPut();
      box.add(request('b')).catch(() => {});
      read.resolve();
      await next;
      expect(puts.map((put) => put.request.id)).to.deep.equal(['a', 'b']);
    });

    it('does not send what another tab discarded', async () => {
      const storage = memory();
      const ours = outbox(storage);
      const [sent] = await ours.write('a');
      ours.puts[0]?.reject(away);
      await until(() => ours.box.pending[0]?.error !== undefined);
      const theirs = outbox(storage);
      await until(() => theirs.puts.length === 1);
      theirs.puts[0]?.reject(away);
      await until(() => theirs.box.pending[0]?.error !== undefined);
      theirs.box.discard('a');
      ours.box.hurry();
      expect(await sent.catch((error: ChatError) => error.code)).to.equal('discarded');
      expect(ours.puts).to.have.length(1);
    });
  });
});
