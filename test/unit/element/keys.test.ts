import { expect, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Message } from '../../../src/client/index.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';

const said = (count: number, lines = 1) =>
  Array.from({ length: count }, (_, i) => messageOf(`${i}${'\nline'.repeat(i % 3 === 0 ? lines - 1 : 0)}`));

const press = async (box: Box, ...keys: readonly string[]) => {
  for (const key of keys) {
    await sendKeys({ press: key });
    await box.settled();
  }
};

/** The text of the message that has the focus. */
const focused = ({ element }: Box) =>
  element.shadowRoot?.activeElement?.matches('.row')
    ? element.shadowRoot.activeElement.querySelector('p')?.textContent
    : undefined;

function isInSight(box: Box): boolean {
  const rect = box.element.shadowRoot?.activeElement?.getBoundingClientRect() ?? new DOMRect();
  const list = box.list.getBoundingClientRect();
  const bottom = box.find('.latest')?.getBoundingClientRect().top ?? list.bottom;
  return rect.top >= list.top && rect.bottom <= bottom;
}

async function show(source = new FakeRoom({ messages: said(60, 3) })): Promise<Box> {
  const box = await Box.show(source);
  box.list.focus();
  return box;
}

describe('the keys of the list', () => {
  it('go from message to message, each whole and in sight', async () => {
    const box = await show();
    await press(box, 'ArrowUp');
    expect(focused(box)).to.equal('59');
    for (let i = 58; i >= 44; i--) {
      await press(box, 'ArrowUp');
      expect(Number.parseInt(focused(box) ?? '', 10)).to.equal(i);
      expect(isInSight(box), `${i} up`).to.equal(true);
    }
    for (let i = 45; i < 60; i++) {
      await press(box, 'ArrowDown');
      expect(Number.parseInt(focused(box) ?? '', 10)).to.equal(i);
      expect(isInSight(box), `${i} down`).to.equal(true);
    }
    await press(box, 'ArrowDown');
    expect(focused(box)).to.equal('59');
    expect(box.isAtEnd).to.equal(true);
  });

  it('show where one is by a ring, and leave the page where it is', async () => {
    const box = await show();
    const page = document.body.appendChild(document.createElement('div'));
    page.style.height = '3000px';
    const { scrollY } = window;
    await press(box, 'ArrowUp');
    const { outlineStyle, outlineWidth } = getComputedStyle(box.rows.at(-1) as HTMLElement);
    expect([outlineStyle, outlineWidth]).to.deep.equal(['solid', '2px']);
    await press(box, 'ArrowUp', 'Home', 'End');
    expect(window.scrollY).to.equal(scrollY);
    page.remove();
  });

  it('begin with the last message in sight', async () => {
    const box = await show();
    await box.scrollTo(700);
    await press(box, 'ArrowDown');
    expect(isInSight(box)).to.equal(true);
    const next = box.rows[box.rows.findIndex((row) => box.hasFocus(row)) + 1] as HTMLElement;
    expect(next.getBoundingClientRect().bottom).to.be.greaterThan(
      box.get('.latest').getBoundingClientRect().top,
    );
  });

  it('lead to the first and to the last message', async () => {
    const source = new FakeRoom({ messages: said(400) });
    const box = await show(source);
    await press(box, 'Home');
    expect(focused(box)).to.equal('0');
    expect(isInSight(box)).to.equal(true);
    await press(box, 'ArrowDown');
    expect(focused(box)).to.equal('1');
    await press(box, 'End');
    expect(focused(box)).to.equal('399');
    expect(box.isAtEnd).to.equal(true);
  });

  it('read a message that is longer than the list from end to end', async () => {
    const long = messageOf('line\n'.repeat(60));
    const box = await show(new FakeRoom({ messages: [...said(3), long, messageOf('last')] }));
    await press(box, 'ArrowUp', 'ArrowUp');
    const row = box.rows[3] as HTMLElement;
    const { bottom } = box.list.getBoundingClientRect();
    expect(box.hasFocus(row)).to.equal(true);
    expect(row.getBoundingClientRect().bottom).to.be.at.most(bottom);
    await box.scrollTo(box.list.scrollTop - 100);
    const { scrollTop } = box.list;
    await sendKeys({ press: 'ArrowUp' });
    while (box.list.scrollTop === scrollTop) await nextFrame();
    expect(box.hasFocus(row), 'there is more of it above').to.equal(true);
    expect(box.list.scrollTop).to.be.lessThan(scrollTop);
  });

  it('lead from an empty text to the last message, and back from anywhere', async () => {
    const box = await show();
    box.composer.focus();
    await press(box, 'ArrowUp');
    expect(focused(box)).to.equal('59');
    await press(box, 'ArrowUp', 'Escape');
    expect(box.hasFocus(box.composer)).to.equal(true);
    await press(box, 'h', 'ArrowUp');
    expect(box.hasFocus(box.composer)).to.equal(true);
    box.list.focus();
    await press(box, 'Escape');
    expect(box.hasFocus(box.composer)).to.equal(true);
  });

  it('lead on to what can be done with the message, and nowhere while its menu is open', async () => {
    const mine = (text: string) => messageOf(text, { userId: 'me', name: 'Me' });
    const messages = [mine('one'), mine('see https://a.example'), mine('three')];
    const box = await show(new RuledRoom(['read', 'write'], { messages }));
    await press(box, 'ArrowUp', 'ArrowUp', 'Tab');
    expect(box.hasFocus(box.get('a'))).to.equal(true);
    await press(box, 'Tab', 'Enter');
    expect(box.choices).to.deep.equal(['Edit', 'Delete']);
    await press(box, 'ArrowDown', 'Escape');
    expect(box.choices).to.equal(undefined);
    expect(box.element.shadowRoot?.activeElement?.closest('.row') === box.rows[1]).to.equal(true);
    await press(box, 'Escape');
    expect(box.hasFocus(box.composer)).to.equal(true);
  });

  it('lead on to Retry and Discard', async () => {
    const source = new FakeRoom({ messages: said(3) });
    const box = await show(source);
    await box.type('mine');
    await box.press('Enter');
    source.fail();
    await box.settled();
    box.list.focus();
    await press(box, 'ArrowUp', 'Tab', 'Tab');
    expect(box.hasFocus(box.button('Discard'))).to.equal(true);
    await press(box, 'Enter');
    expect(box.hasFocus(box.list), 'the message is gone').to.equal(true);
    await press(box, 'ArrowUp');
    expect(focused(box)).to.equal('2');
  });

  it('leave those alone that the browser or the page has with Ctrl, Alt, Shift or Meta', async () => {
    const box = await show();
    const init = { key: 'ArrowUp', bubbles: true, cancelable: true };
    for (const modifier of ['ctrlKey', 'altKey', 'shiftKey', 'metaKey']) {
      const event = new KeyboardEvent('keydown', { ...init, [modifier]: true });
      expect(box.list.dispatchEvent(event), modifier).to.equal(true);
    }
    expect(box.hasFocus(box.list)).to.equal(true);
  });

  it('do the same from right to left', async () => {
    const box = await show();
    box.element.lang = 'ar';
    await box.settled();
    await press(box, 'ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight');
    expect(focused(box)).to.equal('59');
  });

  it('close a launcher from the text only', async () => {
    const box = await show();
    box.element.mode = 'launcher';
    await box.settled();
    await box.click('Open chat');
    await press(box, 'ArrowUp', 'Escape');
    expect(box.hasFocus(box.composer)).to.equal(true);
    expect(box.button('Close chat').isConnected).to.equal(true);
    await press(box, 'Escape');
    expect(box.hasFocus(box.button('Open chat'))).to.equal(true);
  });
});

describe('the message that has the focus', () => {
  const older = said(40);
  let source: FakeRoom;
  let box: Box;
  beforeEach(async () => {
    source = new FakeRoom({ messages: said(60), older: [older] });
    box = await show(source);
    await press(box, 'ArrowUp', 'ArrowUp');
  });

  it('keeps it through news, an edit and a delete', async () => {
    source.receive(messageOf('news'));
    await box.settled();
    expect(focused(box)).to.equal('58');
    const edited = source.replace(source.messages[58] as Message, { text: 'edited', editedAt: 1 });
    await box.settled();
    expect(focused(box)).to.equal('edited');
    source.replace(edited, { text: '', deleted: true });
    await box.settled();
    expect(focused(box)).to.equal('Message deleted');
  });

  it('keeps it when older ones come before it', async () => {
    await press(box, 'Home');
    const row = box.element.shadowRoot?.activeElement;
    source.answerOlder();
    await box.settled();
    expect(source.messages).to.have.length(100);
    expect(box.element.shadowRoot?.activeElement === row).to.equal(true);
    expect(focused(box)).to.equal('0');
    await press(box, 'ArrowUp');
    expect(focused(box)).to.equal('39');
  });

  it('leaves it to the list where it is not laid out any more', async () => {
    await box.scrollTo(0);
    expect(box.texts).to.not.include('58');
    expect(box.hasFocus(box.list)).to.equal(true);
    await press(box, 'PageDown', 'ArrowUp');
    expect(isInSight(box)).to.equal(true);
  });

  it('keeps it while its own message is stored', async () => {
    await box.type('mine');
    await box.press('Enter');
    await press(box, 'End');
    expect(focused(box)).to.equal('mine');
    source.store();
    await box.settled();
    expect(focused(box)).to.equal('mine');
  });
});

describe('the name of a message', () => {
  const nameOf = (row: HTMLElement | undefined) =>
    row?.getAttribute('aria-label')?.replace(/\d+:\d\d [AP]M/, 'time');
  const describedBy = (box: Box, row: HTMLElement | undefined) =>
    box.find(`[id="${row?.getAttribute('aria-describedby')}"]`)?.textContent;

  it('says who wrote it and when, and its text describes it', async () => {
    const box = await Box.show(
      new FakeRoom({ messages: [messageOf('one'), messageOf('two'), messageOf('three', { userId: 'me' })] }),
    );
    expect(box.rows.map(nameOf)).to.deep.equal(['Ada, time', 'Ada, time', 'You, time']);
    expect(box.rows.map((row) => describedBy(box, row))).to.deep.equal(['one', 'two', 'three']);
    expect(box.rows.map(({ role }) => role)).to.deep.equal(['article', 'article', 'article']);
    await expect(box.element).to.be.accessible();
  });

  it('says what else the row does', async () => {
    const messages = [
      messageOf('1', { role: 'moderator' }),
      messageOf('2', { role: 'unverified', userId: 'bob', name: 'Bob' }),
      messageOf('3', { userId: 'bob', name: 'Bob', editedAt: 1 }),
      messageOf('', { deleted: true, editedAt: 1 }),
      messageOf('5', { userId: 'bad', name: 'Bad' }),
    ];
    const source = new RuledRoom(['read', 'write', 'moderate'], { messages });
    source.rule({ banned: ['bad'] });
    const box = await Box.show(source);
    expect(box.rows.map(nameOf)).to.deep.equal([
      'Ada, Moderator, time',
      'Bob, Name not verified, time',
      'Bob, time, edited',
      'Ada, Not a moderator, time',
      'Bad, Banned, time',
    ]);
    expect(describedBy(box, box.rows[3])).to.equal('Message deleted');
  });

  it('says whether it was sent', async () => {
    const source = new FakeRoom();
    const box = await Box.show(source);
    await box.type('mine');
    await box.press('Enter');
    expect(box.rows.map(nameOf)).to.deep.equal(['You, time, Sending…']);
    source.wait();
    await box.settled();
    expect(box.rows.map(nameOf)).to.deep.equal(['You, time, Waiting to be sent']);
    source.fail();
    await box.settled();
    expect(box.rows.map(nameOf)).to.deep.equal(['You, time, Not sent: no connection.']);
  });
});
