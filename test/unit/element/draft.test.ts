import { expect, waitUntil } from '@open-wc/testing';
import { Box } from './box.js';
import { installBackend } from './fake-backend.js';
import { FakeRoom } from './fake-room.js';
import { BLOCKED, FULL, withStorage } from './storage.js';

const KEY = 'chat-room-drafts';

/** By what a draft is kept: backend, user, room. */
const place = (room = 'lobby', user = 'me') => JSON.stringify(['', user, room]);

const stored = (): unknown => JSON.parse(localStorage.getItem(KEY) ?? 'null');

/** A box as the next page would show it: nothing of an earlier one is left but what storage holds. */
const onNextPage = (options: ConstructorParameters<typeof FakeRoom>[0] = {}, api = '') =>
  Box.show(new FakeRoom(options), { api });

const draftOn = async (...where: Parameters<typeof onNextPage>) =>
  (await onNextPage(...where)).composer.value;

describe('a draft', () => {
  let source: FakeRoom;
  let box: Box;
  beforeEach(async () => {
    source = new FakeRoom();
    box = await Box.show(source);
  });

  it('is there again on the next page, and can be sent', async () => {
    await box.type('half a\nthought 👍');
    const next = await onNextPage();
    expect(next.composer.value).to.equal('half a\nthought 👍');
    expect(next.button('Send').disabled).to.equal(false);
    expect(next.composer.clientHeight).to.equal(2 * 22);
  });

  it('is kept with every character typed', async () => {
    for (const text of ['h', 'ha', 'hal']) {
      box.composer.value = text;
      box.composer.dispatchEvent(new InputEvent('input'));
      expect(stored()).to.deep.equal([[place(), text]]);
    }
  });

  it('is gone once it is sent or emptied', async () => {
    await box.type('sent');
    await box.press('Enter');
    expect(stored()).to.deep.equal([]);
    await box.type('emptied');
    await box.type('');
    expect(stored()).to.deep.equal([]);
    expect(await draftOn()).to.equal('');
  });

  it('stays until the room shows it, and when the room refuses it', async () => {
    source.onSend = 'hide';
    await box.type('slow');
    await box.press('Enter');
    expect(await draftOn()).to.equal('slow');
    source.store();
    await box.settled();
    expect(await draftOn()).to.equal('');
    source.onSend = 'refuse';
    await box.type('no good');
    await box.press('Enter');
    expect(await draftOn()).to.equal('no good');
  });

  it('is of one room, one user and one backend', async () => {
    await box.type('mine');
    expect(await draftOn({ id: 'attic' })).to.equal('');
    expect(await draftOn({ user: { id: 'you', name: 'You' } })).to.equal('');
    expect(await draftOn({}, 'http://elsewhere.test')).to.equal('');
    expect(await draftOn({ id: '","lobby"]' })).to.equal('');
    expect(await draftOn({ user: { id: 'me', name: 'Me, renamed' } })).to.equal('mine');
  });

  it('does not pass to the user who follows in the same box', async () => {
    await box.type('mine');
    box.element.source = new FakeRoom({ user: { id: 'you', name: 'You' } });
    await box.settled();
    expect(box.composer.value).to.equal('');
    await box.type('yours');
    box.element.source = source;
    await box.settled();
    expect(box.composer.value).to.equal('mine');
  });

  it('does not pass to the user who follows when the attributes change', async () => {
    const backend = installBackend();
    try {
      const own = await Box.show(undefined, { ...backend.addresses, room: 'lobby', 'user-id': 'ada' });
      await waitUntil(() => backend.connected.length === 1);
      await own.type('what ada thinks');
      own.element.userId = 'bob';
      await own.settled();
      expect(own.composer.value).to.equal('');
      own.element.userId = 'ada';
      await own.settled();
      expect(own.composer.value).to.equal('what ada thinks');
    } finally {
      backend.restore();
    }
  });

  it('of two boxes of one room: each keeps its own, and the next page has what was typed last', async () => {
    const other = await onNextPage();
    await box.type('first');
    await other.type('last');
    await box.settled();
    expect(box.composer.value).to.equal('first');
    expect(await draftOn()).to.equal('last');
    source.report('storage_unavailable');
    await box.settled();
    expect(await draftOn(), 'a box where nobody typed').to.equal('last');
  });

  it('is no longer in storage than a message may be', async () => {
    await box.type('👍'.repeat(4_002));
    expect(box.composer.value).to.have.length(8_004);
    expect(await draftOn()).to.equal('👍'.repeat(4_000));
    await box.type(`a${'👍'.repeat(60_000)}`);
    expect(await draftOn()).to.equal(`a${'👍'.repeat(3_999)}`);
  });

  it('of the room left alone longest gives way to that of the 33rd', async () => {
    localStorage.setItem('of the page', 'left alone');
    localStorage.setItem(KEY, JSON.stringify(Array.from({ length: 32 }, (_, n) => [place(`${n}`), 'old'])));
    const again = await onNextPage({ id: '0' });
    await again.type('old, but typed again');
    await box.type('new');
    expect(stored()).to.have.length(32);
    expect(await draftOn()).to.equal('new');
    expect(await draftOn({ id: '0' })).to.equal('old, but typed again');
    expect(await draftOn({ id: '1' })).to.equal('');
    expect(await draftOn({ id: '2' })).to.equal('old');
    expect(localStorage.getItem('of the page')).to.equal('left alone');
  });

  for (const broken of [
    ...['', 'half a thought', 'null', '5', '{}', '[5]', '[null]', '["ab"]'],
    ...[5, null, { text: 'half' }].map((text) => JSON.stringify([[place(), text]])),
  ]) {
    it(`that cannot be read is none: ${broken || 'nothing'}`, async () => {
      localStorage.setItem(KEY, broken);
      const next = await onNextPage();
      expect(next.composer.value).to.equal('');
      await next.type('new');
      expect(await draftOn()).to.equal('new');
    });
  }

  it('that somebody else put into storage is text, and no longer than a message', async () => {
    const attack = '</textarea><img src=x onerror="globalThis.attacked = true">';
    localStorage.setItem(KEY, JSON.stringify([[place(), attack + 'x'.repeat(100_000)]]));
    const next = await onNextPage();
    expect(next.composer.value)
      .to.have.length(4_000)
      .and.to.match(/^<\/textarea><img/);
    expect(next.element.renderRoot.querySelectorAll('img')).to.have.length(0);
    expect(globalThis).to.not.have.property('attacked');
  });

  for (const [title, storage] of [
    ['blocked', BLOCKED],
    ['full', FULL],
    ['missing', { value: undefined }],
  ] as const) {
    it(`lives as long as the element where storage is ${title}`, async () => {
      await withStorage(storage, async () => {
        const other = new FakeRoom({ id: 'attic' });
        const next = await Box.show(source);
        await next.type('still here');
        next.element.source = other;
        await next.settled();
        expect(next.composer.value).to.equal('');
        next.element.source = source;
        await next.settled();
        expect(next.composer.value).to.equal('still here');
        await next.press('Enter');
        expect(next.composer.value).to.equal('');
        expect(source.sent).to.deep.equal(['still here']);
      });
    });
  }
});
