import { expect } from '@open-wc/testing';
import { ChatError } from '../../../src/client/error.js';
import { Outbox } from '../../../src/client/outbox.js';
import type { Item, PutRequest } from '../../../src/contract/index.js';
import { deferred } from './fixture.js';

const request = (id: string) => ({ room_id: 'r', user_id: 'u', name: 'U', text: id, id });
const stored = ({ room_id, user_id, name, text, id }: PutRequest): Item => ({
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
function outbox() {
  const puts: (ReturnType<typeof deferred<Item>> & { request: PutRequest })[] = [];
  let started = deferred();
  const box = new Outbox(
    (sent) => {
      const put = { ...deferred<Item>(), request: sent };
      puts.push(put);
      started.resolve();
      started = deferred();
      return put.promise;
    },
    () => {},
  );
  return {
    box,
    puts,
    /** Resolves when the next PUT starts. */
    nextPut: () => started.promise,
    look: () => box.pending.map(({ text, status }) => `${text} ${status}`),
  };
}

describe('outbox', () => {
  it('has one PUT in flight, in the order of writing', async () => {
    const { box, puts, look, nextPut } = outbox();
    const sent = ['a', 'b'].map((id) => box.add(request(id)));
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
    const { box, puts, nextPut } = outbox();
    const sent = box.add(request('a'));
    const waiting = deferred();
    box.listener = { changed: () => waiting.resolve() };
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

  it('keeps a refused message as failed, goes on with the next, and sends it again on retry', async () => {
    const { box, puts, look, nextPut } = outbox();
    const [first, second] = [box.add(request('a')), box.add(request('b'))];
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
    const { box, puts } = outbox();
    const sent = box.add(request('a'));
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
    const { box, puts, nextPut } = outbox();
    const [first, second] = [box.add(request('a')), box.add(request('b'))];
    box.settle([stored(request('x')), { ...stored(request('a')), user_id: 'somebody else' }]);
    expect(box.pending).to.have.length(2);
    const next = nextPut();
    box.settle([stored(request('a'))]);
    expect((await first).status).to.equal('sent');
    puts[0]?.reject(away);
    await next;
    expect(puts.map((put) => put.request.id)).to.deep.equal(['a', 'b']);
    puts[1]?.resolve(stored(request('b')));
    await second;
  });

  it('lets the next message leave at once when the one that waited is settled by a push, or discarded', async () => {
    for (const leave of ['push', 'discard']) {
      const { box, puts, nextPut } = outbox();
      const first = box.add(request('a')).catch((error: ChatError) => error.code);
      const waiting = deferred();
      box.listener = { changed: () => waiting.resolve() };
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
    const { box, puts } = outbox();
    const sent = box.add(request('a'));
    puts[0]?.resolve({ ...stored(request('a')), id: 'other' });
    await sent;
    expect(box.pending).to.deep.equal([]);
  });
});
