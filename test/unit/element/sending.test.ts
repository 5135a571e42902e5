import { expect } from '@open-wc/testing';
import { Box } from './box.js';
import { FakeRoom } from './fake-room.js';

describe('a message on its way', () => {
  let source: FakeRoom;
  let box: Box;
  const send = async (text: string) => {
    await box.type(text);
    await box.press('Enter');
  };
  beforeEach(async () => {
    source = new FakeRoom();
    box = await Box.show(source);
  });

  const row = () => box.rows[0]?.textContent ?? '';

  it('is shown at once, with a sign of it', async () => {
    await send('on its way');
    expect(row()).to.contain('Sending…');
    source.store();
    await box.settled();
    expect(row()).to.contain('on its way').and.not.contain('Sending…');
  });

  it('whose try failed says that it waits, and can be taken away', async () => {
    await send('first');
    await send('second');
    source.wait();
    await box.settled();
    expect(row()).to.contain('first').and.contain('Waiting to be sent').and.not.contain('Sending…');
    expect(box.findButton('Retry'), 'it is tried again by itself').to.equal(undefined);
    await expect(box.element).to.be.accessible();
    const [first] = source.messages;
    box.button('Discard').focus();
    await box.click('Discard');
    expect(source.calls).to.deep.equal([`discard ${first?.id}`]);
    expect(box.texts).to.deep.equal(['second']);
    expect(box.hasFocus(box.list)).to.equal(true);
  });

  it('whose try failed says so in Korean', async () => {
    box.element.lang = 'ko';
    await send('안녕하세요');
    source.wait('unavailable');
    await box.settled();
    expect(row()).to.contain('전송 대기 중').and.contain('삭제');
  });

  it('that waited is a message like any other once it is stored', async () => {
    await send('late');
    source.wait();
    await box.settled();
    const [element] = box.rows;
    source.store();
    await box.settled();
    expect(row()).to.contain('late').and.not.contain('Waiting');
    expect(box.findButton('Discard')).to.equal(undefined);
    expect(box.rows).to.deep.equal([element]);
  });

  it('that is under way after all is not taken away, and the box says so until the next input', async () => {
    await send('too late');
    source.wait();
    await box.settled();
    source.underWay = true;
    await box.type('meanwhile');
    await box.click('Discard');
    expect(box.texts).to.deep.equal(['too late']);
    expect(box.hint).to.equal('This message is being sent.');
    expect(box.composer.value).to.equal('meanwhile');
    expect(box.composer.getAttribute('aria-invalid')).to.equal(null);
    await box.type('meanwhile,');
    expect(box.hint).to.equal('');
  });

  for (const [code, reason] of [
    ['network', 'no connection'],
    ['rate_limited', 'too many messages'],
    ['invalid_request', 'refused'],
    ['expired', 'more than 6 days old'],
    ['internal', 'did not answer'],
  ] as const) {
    it(`that failed (${code}) says why, in place`, async () => {
      await send('lost?');
      source.fail(code);
      await box.settled();
      expect(row()).to.contain('lost?').and.contain(reason);
      expect(box.composer.value).to.equal('');
      await expect(box.element).to.be.accessible();
    });
  }

  it('that failed is sent again, under the same id, or taken away', async () => {
    await send('lost?');
    source.fail();
    await box.settled();
    const id = source.messages[0]?.id;
    await box.click('Retry');
    expect(source.calls).to.deep.equal([`retry ${id}`]);
    expect(row()).to.contain('Sending…');
    source.fail();
    await box.settled();
    await box.click('Discard');
    expect(source.calls.at(-1)).to.equal(`discard ${id}`);
    expect(box.texts).to.deep.equal([]);
  });

  it('that finds too many before it stays where it was typed, and can be sent from there', async () => {
    source.onSend = 'refuse';
    source.refusal = 'outbox_full';
    await send('one too many');
    expect(box.texts).to.deep.equal([]);
    expect(box.composer.value).to.equal('one too many');
    expect(box.hint).to.equal('Too many messages are waiting to be sent.');
    expect(box.composer.getAttribute('aria-invalid'), 'the text is fine').to.equal(null);
    await expect(box.element).to.be.accessible();
    source.onSend = 'show';
    await box.click('Send');
    expect(source.sent).to.deep.equal(['one too many', 'one too many']);
    expect(box.texts).to.deep.equal(['one too many']);
    expect(box.hint).to.equal('');
  });
});

describe('storage that is not to be had', () => {
  it('is told where one types, until the next input', async () => {
    const source = new FakeRoom();
    const box = await Box.show(source);
    await box.type('half');
    source.report('storage_unavailable');
    await box.settled();
    expect(box.hint).to.equal('Unsent messages are lost when this page closes.');
    expect(box.composer.value).to.equal('half');
    expect(box.composer.getAttribute('aria-invalid')).to.equal(null);
    await expect(box.element).to.be.accessible();
    await box.type('half a');
    expect(box.hint).to.equal('');
  });

  it('takes nothing from a text that the room is slow to take', async () => {
    const source = new FakeRoom();
    source.onSend = 'hide';
    const box = await Box.show(source);
    await box.type('slow');
    await box.press('Enter');
    source.report('storage_unavailable');
    await box.settled();
    expect(box.composer.value).to.equal('slow');
    source.store();
    await box.settled();
    expect(box.composer.value).to.equal('');
    expect(box.texts).to.deep.equal(['slow']);
  });

  it('is all that an error of the room says there', async () => {
    const source = new FakeRoom();
    const box = await Box.show(source);
    source.report('network');
    await box.settled();
    expect(box.hint).to.equal('');
  });
});
