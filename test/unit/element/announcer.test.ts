import { expect } from '@open-wc/testing';
import { restore, type SinonFakeTimers, stub, useFakeTimers } from 'sinon';
import type { Message } from '../../../src/client/index.js';
import { MOMENT_MS } from '../../../src/element/announcer/announcer.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';

const LONG = 6_000;

describe('the announcer', () => {
  let clock: SinonFakeTimers;
  let isHidden = false;
  beforeEach(() => {
    stub(document, 'hidden').get(() => isHidden);
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    restore();
    isHidden = false;
  });

  const regionsOf = ({ element }: Box) => [...element.querySelectorAll<HTMLElement>('[role="status"]')];
  const said = (box: Box) => regionsOf(box)[0]?.textContent ?? '';

  const show = async (source: FakeRoom, attributes: Readonly<Record<string, string>> = {}) =>
    Box.show(source, { announce: 'all', ...attributes });

  const passes = async (box: Box, time = MOMENT_MS) => {
    await box.settled();
    clock.tick(time);
    await box.settled();
  };

  const look = (visibility: 'hidden' | 'visible') => {
    isHidden = visibility === 'hidden';
    document.dispatchEvent(new Event('visibilitychange'));
  };

  it('is a child of the element, unseen, in the page before it says something, and in its language', async () => {
    const source = new FakeRoom({ messages: [messageOf('before')] });
    const box = await show(source);
    const page = document.head.appendChild(document.createElement('style'));
    page.textContent = 'chat-room div { position: static !important; width: 300px; clip-path: none }';
    source.receive(messageOf('hello'));
    await box.settled();
    const [region] = regionsOf(box);
    expect(said(box)).to.equal('');
    clock.tick(MOMENT_MS);
    expect(said(box)).to.equal('Ada: hello');
    expect(regionsOf(box)).to.deep.equal([region]);
    expect(region?.lang).to.equal('en');
    expect(region?.getAttribute('style')).to.equal(null);
    const { position, width, clipPath } = getComputedStyle(region as HTMLElement);
    expect([position, width, clipPath]).to.deep.equal(['absolute', '1px', 'inset(50%)']);
    page.remove();
    clock.restore();
    await expect(box.element).to.be.accessible();
  });

  it('is the only one that is read by itself', async () => {
    const source = new FakeRoom({ messages: [messageOf('before')] });
    const box = await show(source);
    await box.type('mine');
    await box.press('Enter');
    source.fail();
    source.become('disconnected');
    await box.settled();
    const live = [...box.element.renderRoot.querySelectorAll('[role="status"], [role="alert"], [aria-live]')];
    expect(live.filter((node) => node.getAttribute('aria-live') !== 'off')).to.deep.equal([]);
    expect(box.list.getAttribute('aria-live')).to.equal('off');
  });

  it('takes out what was read', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    source.receive(messageOf('hello'));
    await passes(box);
    expect(said(box)).to.equal('Ada: hello');
    await passes(box, LONG);
    expect(said(box)).to.equal('');
  });

  it('sums up several within a moment, and says nothing more for a while', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    source.receive(messageOf('1'), messageOf('2'));
    source.receive(messageOf('3'));
    await passes(box);
    expect(said(box)).to.equal('3 new messages');
    source.receive(messageOf('4'));
    await passes(box);
    source.receive(messageOf('5'));
    await passes(box);
    expect(said(box)).to.equal('3 new messages');
    await passes(box, LONG);
    expect(said(box)).to.equal('2 new messages');
  });

  it("says nothing of history, of one's own messages, of edits", async () => {
    const source = new FakeRoom({ messages: [messageOf('before')], older: [[messageOf('older')]] });
    const box = await show(source);
    source.answerOlder();
    source.add(messageOf('page'));
    source.replace(source.messages[1] as Message, { text: 'edited', editedAt: 1 });
    await box.type('mine');
    await box.press('Enter');
    source.store();
    await passes(box);
    expect(said(box)).to.equal('');
  });

  it('cuts what is long at a word', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    source.receive(messageOf('word \n'.repeat(100)));
    await passes(box);
    expect(said(box)).to.equal(`Ada: ${'word '.repeat(40).trim()}…`);
    source.receive(messageOf('👍'.repeat(300)));
    await passes(box);
    expect(said(box)).to.equal(`Ada: ${'👍'.repeat(200)}…`);
  });

  it('reads what the message says by then, and nothing that was deleted', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    source.receive(messageOf('secret'));
    source.replace(source.messages[0] as Message, { text: '', deleted: true });
    await passes(box);
    expect(said(box)).to.equal('');
    source.receive(messageOf('tpyo'));
    source.replace(source.messages[1] as Message, { text: 'typo', editedAt: 1 });
    await passes(box);
    expect(said(box)).to.equal('Ada: typo');
  });

  it('takes markup for text', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    source.receive(messageOf('<img src=x onerror=alert(1)>', { name: '<b>Ada</b>' }));
    await passes(box);
    expect(said(box)).to.equal('<b>Ada</b>: <img src=x onerror=alert(1)>');
    expect(regionsOf(box)[0]?.children).to.have.length(0);
  });

  it('sums up once what came while the page was hidden', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    look('hidden');
    source.receive(messageOf('1'));
    await passes(box, LONG);
    source.receive(messageOf('2'));
    await passes(box, LONG);
    expect(said(box)).to.equal('');
    look('visible');
    source.receive(messageOf('3'));
    await passes(box);
    expect(said(box)).to.equal('3 new messages');
    await passes(box, LONG);
    look('hidden');
    source.receive(messageOf('4'));
    look('visible');
    await passes(box);
    expect(said(box)).to.equal('1 new message');
  });

  it('reads what names the user only, or nothing, where it is told so', async () => {
    const source = new FakeRoom({ user: { id: 'me', name: 'Mina' } });
    const box = await show(source, { announce: 'mentions' });
    source.receive(messageOf('hello'), messageOf('for you, @mina!'), messageOf('minaret'));
    await passes(box);
    expect(said(box)).to.equal('Ada: for you, @mina!');
    await passes(box, LONG);
    box.element.announce = 'off';
    source.receive(messageOf('Mina?'));
    await passes(box);
    expect(said(box)).to.equal('');
  });

  it('reads once what two boxes show, in the one with the focus', async () => {
    const source = new FakeRoom();
    const [one, two] = [await show(source), await show(source)];
    const other = await show(new FakeRoom({ id: 'attic' }));
    source.receive(messageOf('hello'));
    await passes(one);
    expect([said(one), said(two), said(other)]).to.deep.equal(['Ada: hello', '', '']);
    await passes(one, LONG);
    two.composer.focus();
    source.receive(messageOf('again'));
    await passes(one);
    expect([said(one), said(two)]).to.deep.equal(['', 'Ada: again']);
    two.composer.blur();
    await passes(one, LONG);
    one.element.hidden = true;
    source.receive(messageOf('there'));
    await passes(one);
    expect([said(one), said(two)]).to.deep.equal(['', 'Ada: there']);
  });

  it('says nothing while its launcher is closed', async () => {
    const source = new FakeRoom();
    const box = await show(source, { mode: 'launcher' });
    source.receive(messageOf('1'));
    await passes(box);
    expect(said(box)).to.equal('');
    await box.click(/^Open chat/);
    source.receive(messageOf('2'));
    await passes(box);
    expect(said(box)).to.equal('Ada: 2');
  });

  it('survives a page that clears the children of the element, a move and a copy', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    source.receive(messageOf('1'));
    await passes(box);
    box.element.replaceChildren();
    source.receive(messageOf('2'));
    await box.settled();
    box.element.replaceChildren();
    await passes(box);
    expect(said(box), 'it is in the page first').to.equal('');
    await passes(box, 1_000);
    expect(said(box)).to.equal('Ada: 2');

    const place = document.body.appendChild(document.createElement('div'));
    place.append(box.element);
    await box.settled();
    const copy = new Box(box.element.cloneNode(true) as Box['element']);
    copy.element.source = new FakeRoom({ id: 'attic' });
    place.append(copy.element);
    await copy.settled();
    source.receive(messageOf('3'));
    (copy.element.source as FakeRoom).receive(messageOf('4'));
    await copy.settled();
    await passes(box);
    expect([said(box), said(copy)]).to.deep.equal(['Ada: 3', 'Ada: 4']);
    expect([regionsOf(box).length, regionsOf(copy).length]).to.deep.equal([1, 1]);
    place.remove();
    await box.settled();
    expect(regionsOf(box)).to.deep.equal([]);
  });

  it('says that the connection is gone, why it stays so, and that it is back, not what lasts less than a moment', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    source.become('disconnected', { retryAt: Date.now() + 9_000 });
    await passes(box);
    expect(said(box)).to.equal('No connection.');
    await passes(box, LONG);
    source.become('connecting');
    await passes(box);
    source.become('disconnected');
    await passes(box);
    expect(said(box)).to.equal('');
    source.become('connected');
    await passes(box);
    expect(said(box)).to.equal('Connected');
    await passes(box, LONG);
    source.become('disconnected');
    await box.settled();
    source.become('connected');
    await passes(box);
    expect(said(box)).to.equal('');
    source.failWith('banned');
    await passes(box);
    expect(said(box)).to.equal('A moderator has shut you out of this room.');
  });

  it('says that a message failed, each time anew', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    await box.type('mine');
    await box.press('Enter');
    source.fail('rate_limited');
    await passes(box);
    expect(said(box)).to.equal('Not sent: too many messages at once.');
    await passes(box, LONG);
    await box.click('Retry');
    await passes(box);
    source.fail('network');
    await passes(box);
    expect(said(box)).to.equal('Not sent: no connection.');
    await passes(box, LONG);
    await box.click('Discard');
    await passes(box);
    expect(said(box)).to.equal('');
  });

  it('says what keeps one from writing when it begins, not what was so from the start', async () => {
    const frozen = { settings: { frozen: true, slow: 0 } };
    const source = new RuledRoom(['read', 'write']);
    source.rule(frozen);
    const box = await show(source);
    await passes(box);
    expect(said(box)).to.equal('');
    source.rule({ settings: { frozen: false, slow: 0 } });
    await passes(box);
    source.rule(frozen);
    await passes(box);
    expect(said(box)).to.equal('Only moderators can write now.');
    source.rule({ settings: { frozen: false, slow: 30 } });
    await passes(box);
    expect(said(box)).to.equal('Slow mode: 30 sec');
  });

  it('says what is wrong with what was typed, once', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    await box.type('a'.repeat(4_001));
    await passes(box);
    expect(said(box)).to.equal('1 character too long');
    await passes(box, LONG);
    await box.type('a'.repeat(4_002));
    await passes(box);
    expect(said(box)).to.equal('');
    await box.type('mine');
    source.onSend = 'refuse';
    await box.press('Enter');
    await passes(box);
    expect(said(box)).to.equal('This text cannot be sent.');
  });

  it('says nothing of another room than that which is shown', async () => {
    const source = new FakeRoom();
    const box = await show(source);
    source.receive(messageOf('late'));
    box.element.source = new FakeRoom({ id: 'attic' });
    await passes(box);
    expect(said(box)).to.equal('');
  });
});
