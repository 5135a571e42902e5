import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { Box } from './box.js';
import { messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';

describe("editing one's own message", () => {
  let source: RuledRoom;
  let box: Box;
  const stored = () =>
    (JSON.parse(localStorage.getItem('chat-room-drafts') ?? '[]') as [string, string][]).map(
      ([, text]) => text,
    );
  const erase = () =>
    source.replace(source.messages[1] as (typeof source.messages)[number], { text: '', deleted: true });
  const isEditing = () => box.composer.getAttribute('aria-label') === 'Editing';
  beforeEach(async () => {
    const messages = [messageOf('theirs'), messageOf('mine', { userId: 'me', name: 'Me' })];
    source = new RuledRoom(['read', 'write'], { messages });
    box = await Box.show(source);
    await box.type('a draft');
    await box.choose('mine', 'Edit');
  });

  it('happens where one types, says so, and has the focus', async () => {
    expect(box.composer.value).to.equal('mine');
    expect(isEditing()).to.equal(true);
    expect(box.get('.composer').textContent).to.contain('Editing');
    expect(box.hasFocus(box.composer)).to.equal(true);
    expect(box.findButton('Send')).to.equal(undefined);
    await expect(box.element).to.be.accessible();
  });

  for (const [how, save] of [
    ['Enter', () => box.press('Enter')],
    ['its button', () => box.click('Save')],
  ] as const) {
    it(`is saved by ${how}, marks the message, and brings the draft back`, async () => {
      await box.type('  mine, better ');
      await save();
      expect(source.calls).to.deep.equal(['edit mine, better']);
      expect(source.sent).to.deep.equal([]);
      expect(box.texts).to.deep.equal(['theirs', 'mine, better']);
      expect(box.lines[2]).to.contain('edited');
      expect(box.lines[1]).to.not.contain('edited');
      expect(box.composer.value).to.equal('a draft');
      expect(isEditing()).to.equal(false);
      await expect(box.element).to.be.accessible();
    });
  }

  for (const [how, cancel] of [
    ['Escape', () => box.press('Escape')],
    ['its button', () => box.click('Cancel')],
    ['saving what it says already', () => box.press('Enter')],
  ] as const) {
    it(`is left by ${how}, and brings the draft back`, async () => {
      if (how !== 'saving what it says already') await box.type('changed my mind');
      await cancel();
      expect(source.calls).to.deep.equal([]);
      expect(box.texts).to.deep.equal(['theirs', 'mine']);
      expect(box.composer.value).to.equal('a draft');
      expect(isEditing()).to.equal(false);
      expect(box.hasFocus(box.composer)).to.equal(true);
      await box.choose('mine', 'Edit');
      expect(box.composer.value).to.equal('mine');
    });
  }

  it('is not left by the Escape that only ends a syllable, nor does its Escape reach the launcher', async () => {
    await box.press('Escape', { isComposing: true });
    expect(isEditing()).to.equal(true);
    await box.press('Escape', { keyCode: 229 });
    expect(isEditing()).to.equal(true);
    box.element.mode = 'launcher';
    await box.settled();
    await box.click('Open chat');
    await box.press('Escape');
    expect(isEditing()).to.equal(false);
    expect(box.get('[role="dialog"]').getClientRects()).to.have.length(1);
  });

  it('saves no text that is blank or too long', async () => {
    for (const text of [' ', 'x'.repeat(4_001)]) {
      await box.type(text);
      expect(box.button('Save').disabled).to.equal(true);
      await box.press('Enter');
    }
    expect(source.calls).to.deep.equal([]);
  });

  it('keeps the text until the room has it, and saves it once', async () => {
    source.holds = true;
    await box.type('slow');
    await box.press('Enter');
    await box.press('Enter');
    expect(box.composer.value).to.equal('slow');
    expect(box.button('Save').disabled).to.equal(true);
    source.answer();
    await box.settled();
    expect(source.calls).to.deep.equal(['edit slow']);
    expect(box.texts).to.deep.equal(['theirs', 'slow']);
    expect(box.composer.value).to.equal('a draft');
  });

  it('keeps the text that the room refuses, says so, and can be tried again', async () => {
    source.refuse = 'network';
    await box.type('refused');
    await box.press('Enter');
    expect(box.composer.value).to.equal('refused');
    expect(box.hint).to.equal('That did not work.');
    expect(isEditing()).to.equal(true);
    source.refuse = undefined;
    await box.press('Enter');
    expect(box.texts).to.deep.equal(['theirs', 'refused']);
    expect(box.hint).to.equal('');
  });

  it('keeps the text that a proxy refuses as if there were no such message', async () => {
    source.refuse = 'not_found';
    source.isForeign = true;
    await box.type('a long edit');
    await box.press('Enter');
    expect(isEditing()).to.equal(true);
    expect(box.composer.value).to.equal('a long edit');
    expect(box.hint).to.equal('That did not work.');
    expect(stored()).to.deep.equal(['a draft', 'a long edit']);
    expect(box.button('Save').disabled).to.equal(false);
  });

  it('says that a message can be edited no more, and keeps the text', async () => {
    source.refuse = 'forbidden';
    await box.type('the 51st');
    await box.press('Enter');
    expect(box.hint).to.equal('This message cannot be edited any more.');
    expect(box.composer.value).to.equal('the 51st');
    box.element.lang = 'ko';
    await box.settled();
    expect(box.hint).to.equal('더 이상 수정할 수 없는 메시지입니다.');
  });

  it('is there again after a look at another room', async () => {
    await box.type('half edited');
    box.element.source = new RuledRoom(['read', 'write'], { id: 'attic' });
    await box.settled();
    expect(box.composer.value).to.equal('');
    expect(isEditing()).to.equal(false);
    box.element.source = source;
    await box.settled();
    expect(box.composer.value).to.equal('half edited');
    expect(isEditing()).to.equal(true);
  });

  it('loses neither text to a crash', async () => {
    await box.type('half edited');
    const { messages } = source;
    const next = await Box.show(new RuledRoom(['read', 'write'], { messages }));
    expect(next.composer.value).to.equal('a draft');
    await next.choose('mine', 'Edit');
    expect(next.composer.value).to.equal('half edited');
  });

  it('ends when the message is deleted meanwhile, says so, and leaves nothing of it on the device', async () => {
    await box.type('mine, but');
    expect(localStorage.getItem('chat-room-drafts')).to.contain('mine, but');
    erase();
    await box.settled();
    expect(isEditing()).to.equal(false);
    expect(box.composer.value).to.equal('a draft');
    expect(box.hint).to.equal('The message is gone.');
    expect(stored()).to.deep.equal(['a draft']);
    await expect(box.element).to.be.accessible();
    box.element.lang = 'ko';
    await box.settled();
    expect(box.hint).to.equal('메시지가 삭제되었습니다.');
  });

  describe('ends with a text', () => {
    let clock: SinonFakeTimers;
    beforeEach(() => {
      clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldClearNativeTimers: true });
    });
    afterEach(() => clock.restore());

    it('that is not sent by the key meant for the edit, and can be a second later', async () => {
      await box.type('mine, but');
      erase();
      await box.settled();
      await box.press('Enter');
      await box.press('Enter');
      source.report('storage_unavailable');
      await box.settled();
      await box.press('Enter');
      clock.tick(999);
      await box.settled();
      expect(box.button('Send').disabled).to.equal(true);
      clock.tick(1);
      await box.settled();
      expect(box.button('Send').disabled).to.equal(false);
      await box.press('Enter', { repeat: true });
      expect(source.sent).to.deep.equal([]);
      await box.press('Enter');
      expect(source.sent).to.deep.equal(['a draft']);
    });

    it('that can be sent at once when something is typed', async () => {
      await box.type('mine, but');
      erase();
      await box.settled();
      await box.type('a draft, and more');
      expect(box.hint).to.equal('');
      await box.press('Enter');
      expect(source.sent).to.deep.equal(['a draft, and more']);
      clock.tick(1_000);
      await box.settled();
      expect(box.composer.value).to.equal('');
    });

    it('in the same way when the room knows no such message any more', async () => {
      source.refuse = 'not_found';
      await box.type('mine, but');
      await box.press('Enter');
      expect(isEditing()).to.equal(false);
      expect(box.hint).to.equal('The message is gone.');
      expect(stored()).to.deep.equal(['a draft']);
      await box.press('Enter');
      expect(source.sent).to.deep.equal([]);
    });
  });

  it('that is being saved when the message is deleted leaves nothing of it either', async () => {
    source.holds = true;
    source.refuse = 'not_found';
    await box.type('mine, but');
    await box.press('Enter');
    erase();
    await box.settled();
    expect(box.hint).to.equal('The message is gone.');
    source.answer();
    await box.settled();
    expect(box.hint).to.equal('The message is gone.');
    expect(box.composer.value).to.equal('a draft');
    expect(stored()).to.deep.equal(['a draft']);
  });

  it('leaves nothing on the device where the message was deleted while another room was shown', async () => {
    await box.type('mine, but');
    box.element.source = new RuledRoom(['read', 'write'], { id: 'attic' });
    await box.settled();
    erase();
    box.element.source = source;
    await box.settled();
    expect(isEditing()).to.equal(false);
    expect(stored()).to.deep.equal(['a draft']);
  });

  it('leaves nothing on the device that another page begins with once the message is deleted', async () => {
    await box.type('mine, but');
    box.element.remove();
    erase();
    expect(stored()).to.deep.equal(['a draft', 'mine, but']);
    const next = await Box.show(new RuledRoom(['read', 'write'], { messages: source.messages }));
    expect(stored()).to.deep.equal(['a draft']);
    expect(next.composer.value).to.equal('a draft');
    expect(next.hint).to.equal('');
  });

  it('goes on when the room lets go of the message, and is saved to its place', async () => {
    await box.type('mine, better');
    const mine = source.messages[1];
    source.jump(messageOf('much later'));
    await box.settled();
    expect(box.texts).to.deep.equal(['much later']);
    expect(isEditing()).to.equal(true);
    expect(box.composer.value).to.equal('mine, better');
    const targets: number[] = [];
    source.edit = async (target) => {
      targets.push(target);
      return messageOf('mine, better');
    };
    await box.press('Enter');
    expect(targets).to.deep.equal([mine?.timestamp]);
    expect(isEditing()).to.equal(false);
    expect(stored()).to.deep.equal(['a draft']);
  });

  it('holds a text of several lines, and needs no wait in slow mode', async () => {
    source.rule({ settings: { frozen: false, slow: 60 }, sendableAt: Date.now() + 60_000 });
    await box.type('one\ntwo');
    expect(box.composer.clientHeight).to.equal(44);
    await box.click('Save');
    expect(source.calls).to.deep.equal(['edit one\ntwo']);
  });
});
