import { expect } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

describe('the composer', () => {
  let source: FakeRoom;
  let box: Box;
  beforeEach(async () => {
    source = new FakeRoom();
    box = await Box.show(source);
  });

  it('sends on Enter and is empty then', async () => {
    box.composer.focus();
    await sendKeys({ type: 'hello' });
    await sendKeys({ press: 'Enter' });
    await box.settled();
    expect(source.sent).to.deep.equal(['hello']);
    expect(box.composer.value).to.equal('');
    expect(box.texts).to.deep.equal(['hello']);
  });

  it('is empty after sending however fast that was', async () => {
    box.composer.value = 'hello';
    box.composer.dispatchEvent(new InputEvent('input'));
    box.composer.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    await box.settled();
    expect(source.sent).to.deep.equal(['hello']);
    expect(box.composer.value).to.equal('');
  });

  it('breaks the line on Shift+Enter', async () => {
    box.composer.focus();
    await sendKeys({ type: 'one' });
    await sendKeys({ press: 'Shift+Enter' });
    await sendKeys({ type: 'two' });
    await sendKeys({ press: 'Enter' });
    expect(source.sent).to.deep.equal(['one\ntwo']);
  });

  it('keeps what was sent out of what is typed before the page paints again', async () => {
    await box.type('hello');
    box.composer.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    box.composer.value += 'm';
    box.composer.dispatchEvent(new InputEvent('input'));
    await box.settled();
    expect(source.sent).to.deep.equal(['hello']);
    expect(box.composer.value).to.equal('m');
  });

  it('sends by its button, and is typed in on', async () => {
    await box.type('hello');
    const { x, y, width, height } = box.button('Send').getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] });
    await sendKeys({ type: 'more' });
    await resetMouse();
    expect(source.sent).to.deep.equal(['hello']);
    expect(box.composer.value).to.equal('more');
  });

  it('sends nothing that is blank', async () => {
    for (const blank of ['', ' ', '\n\n', '\u00a0\t']) {
      await box.type(blank);
      expect(box.button('Send').disabled).to.equal(true);
      await box.press('Enter');
    }
    expect(source.sent).to.deep.equal([]);
  });

  it('sends without the blanks around', async () => {
    await box.type('  \n hello \n');
    await box.press('Enter');
    expect(source.sent).to.deep.equal(['hello']);
  });

  it('counts code points near the limit, and keeps what is beyond it', async () => {
    await box.type('👍'.repeat(3_799));
    expect(box.hint).to.equal('');
    await box.type('👍'.repeat(3_999));
    expect(box.hint).to.equal('1 character left');
    await box.type('👍'.repeat(4_000));
    expect(box.button('Send').disabled).to.equal(false);
    expect(box.composer.getAttribute('aria-invalid')).to.equal(null);
    await box.type('👍'.repeat(4_002));
    expect(box.hint).to.equal('2 characters too long');
    expect(box.composer.getAttribute('aria-invalid')).to.equal('true');
    expect(box.button('Send').disabled).to.equal(true);
    await box.press('Enter');
    expect(source.sent).to.deep.equal([]);
    expect(box.composer.value).to.have.length(8_004);
  });

  it('keeps the text that the room refuses, and says so until it is changed', async () => {
    source.onSend = 'refuse';
    await box.type('no good');
    await box.press('Enter');
    expect(box.composer.value).to.equal('no good');
    expect(box.hint).to.equal('This text cannot be sent.');
    await box.type('no good?');
    expect(box.hint).to.equal('');
  });

  it('keeps the text until the room shows it, and sends it once', async () => {
    source.onSend = 'hide';
    await box.type('slow');
    await box.press('Enter');
    await box.press('Enter');
    expect(box.composer.value).to.equal('slow');
    expect(source.sent).to.deep.equal(['slow']);
    source.store();
    await box.settled();
    expect(box.composer.value).to.equal('');
    expect(box.texts).to.deep.equal(['slow']);
  });

  it('keeps what was typed while the room was slow to refuse', async () => {
    source.onSend = 'hide';
    await box.type('slow');
    await box.press('Enter');
    await box.type('slow, and changed');
    source.fail('invalid_request');
    await box.settled();
    expect(box.composer.value).to.equal('slow, and changed');
    expect(box.hint).to.equal('');
  });

  it('keeps a text for each room', async () => {
    const other = new FakeRoom({ id: 'attic' });
    await box.type('for the lobby');
    box.element.source = other;
    await box.settled();
    expect(box.composer.value).to.equal('');
    await box.type('for the attic');
    box.element.source = source;
    await box.settled();
    expect(box.composer.value).to.equal('for the lobby');
  });

  it('keeps the text while the connection is away', async () => {
    await box.type('still here');
    source.become('disconnected', { retryAt: Date.now() + 5_000 });
    await box.settled();
    expect(box.composer.value).to.equal('still here');
    expect(box.button('Send').disabled).to.equal(false);
  });

  it('grows from one line to six, and not with the box', async () => {
    const line = 22;
    const { clientHeight: one } = box.composer;
    expect(one).to.equal(line);
    for (const [lines, height] of [
      [2, 2 * line],
      [6, 6 * line],
      [40, 6 * line],
      [1, line],
    ] as const) {
      await box.type(Array.from({ length: lines }, (_, i) => i).join('\n'));
      expect(box.composer.clientHeight, `${lines} lines`).to.equal(height);
    }
    await box.type('가'.repeat(4_000));
    expect(box.composer.clientHeight).to.equal(6 * line);
    expect(box.composer.scrollHeight).to.be.greaterThan(6 * line);
  });

  it('has text that iOS does not zoom into', async () => {
    const { fontSize } = getComputedStyle(box.composer);
    const coarse = matchMedia('(pointer: coarse)').matches;
    expect(Number.parseFloat(fontSize)).to.be.at.least(coarse ? 16 : 15);
  });

  it('keeps typing from the shortcuts of the page around, and passes on what is no text', async () => {
    const heard: string[] = [];
    const hear = (event: KeyboardEvent) => heard.push(event.key);
    document.addEventListener('keydown', hear);
    for (const key of ['s', '/', 'Enter', 'Escape', 'Tab']) await box.press(key);
    await box.press('k', { ctrlKey: true });
    await box.press('p', { metaKey: true });
    document.removeEventListener('keydown', hear);
    expect(heard).to.deep.equal(['Escape', 'Tab', 'k', 'p']);
  });

  it('is never focused, nor the page scrolled, by the element', async () => {
    await setViewport({ width: 600, height: 400 });
    const tall = document.body.appendChild(document.createElement('div'));
    tall.append(...Array.from({ length: 200 }, () => document.createElement('br')));
    document.body.append(box.element);
    scrollTo(0, 0);
    source.receive(...Array.from({ length: 40 }, (_, i) => messageOf(`${i}`)));
    await box.settled();
    await box.type('sent from far away');
    await box.press('Enter');
    expect(scrollY).to.equal(0);
    expect(document.activeElement).to.equal(document.body);
    tall.remove();
    box.element.remove();
  });
});
