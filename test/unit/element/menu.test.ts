import { expect } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { Box } from './box.js';
import { messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';

describe('a menu', () => {
  let source: RuledRoom;
  let box: Box;
  beforeEach(async () => {
    const messages = Array.from({ length: 30 }, (_, i) => messageOf(`${i}`, { userId: 'me', name: 'Me' }));
    source = new RuledRoom(['read', 'write', 'moderate'], { messages });
    box = await Box.show(source);
  });

  const more = (text: string) => box.row(text).querySelector('[aria-haspopup="menu"]') as HTMLButtonElement;
  const focused = () => box.element.shadowRoot?.activeElement?.textContent?.trim();
  const press = async (...keys: readonly string[]) => {
    for (const press of keys) await sendKeys({ press });
    await box.settled();
  };

  it('is opened by its button, says so, and has the focus', async () => {
    expect(more('29').getAttribute('aria-expanded')).to.equal('false');
    expect(more('29').getAttribute('aria-label')).to.match(/^Actions: You, \d+:\d\d [AP]M$/);
    await box.choose('29');
    expect(more('29').getAttribute('aria-expanded')).to.equal('true');
    expect(box.choices).to.deep.equal(['Edit', 'Delete']);
    expect(focused()).to.equal('Edit');
    await expect(box.element).to.be.accessible();
  });

  it('is opened, gone through and chosen from by keys alone', async () => {
    more('29').focus();
    await press('Enter');
    expect(focused()).to.equal('Edit');
    await press('ArrowDown');
    expect(focused()).to.equal('Delete');
    await press('ArrowDown');
    expect(focused()).to.equal('Edit');
    await press('ArrowUp');
    expect(focused()).to.equal('Delete');
    await press('Enter');
    expect(focused()).to.equal('Cancel');
    await press('ArrowUp', 'Enter');
    expect(source.calls).to.deep.equal(['delete 29']);
    expect(box.choices).to.equal(undefined);
  });

  it('is gone through from end to end by Home and End', async () => {
    await box.choose(undefined);
    await press('End');
    expect(focused()).to.equal('Slow mode: 5 min');
    await press('Home');
    expect(focused()).to.equal('Freeze room');
  });

  it('closes on Escape, gives the focus back, and keeps its keys from the page and the launcher', async () => {
    const heard: string[] = [];
    const hear = ({ key }: KeyboardEvent) => heard.push(key);
    box.element.mode = 'launcher';
    await box.settled();
    await box.click('Open chat');
    document.addEventListener('keydown', hear);
    await box.choose('29');
    await press('ArrowDown', 'Escape');
    document.removeEventListener('keydown', hear);
    expect(box.choices).to.equal(undefined);
    expect(box.hasFocus(more('29'))).to.equal(true);
    expect(heard).to.deep.equal([]);
    expect(box.get('[role="dialog"]').getClientRects()).to.have.length(1);
  });

  it('closes when the focus goes elsewhere, and by its own button', async () => {
    await box.choose('29');
    box.composer.focus();
    await box.settled();
    expect(box.choices).to.equal(undefined);
    await box.choose('29');
    const { x, y } = more('29').getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x + 9), Math.round(y + 9)] });
    await box.settled();
    expect(box.choices).to.equal(undefined);
  });

  it('gives way to that of another row', async () => {
    await box.choose('28');
    await box.choose('29');
    expect(box.element.renderRoot.querySelectorAll('[role="menu"]')).to.have.length(1);
    expect(box.row('29').querySelector('[role="menu"]')).to.not.equal(null);
  });

  it('closes when the user scrolls, not when news moves the list', async () => {
    await box.choose('29');
    source.receive(messageOf('news'));
    await box.settled();
    expect(box.choices).to.deep.equal(['Edit', 'Delete']);
    await box.scrollTo(0);
    expect(box.choices).to.equal(undefined);
  });

  it('goes with what could be done, and leaves the focus to the message', async () => {
    await box.choose('29');
    source.replace(source.messages.at(-1) as (typeof source.messages)[number], { deleted: true });
    await box.settled();
    expect(box.choices).to.equal(undefined);
    expect(box.hasFocus(box.rows.at(-1) as HTMLElement)).to.equal(true);
  });

  it('is in sight, whichever row it hangs on', async () => {
    box.element.style.height = '400px';
    for (const text of ['29', '27', '25']) {
      await box.choose(text);
      const menu = box.get('[role="menu"]').getBoundingClientRect();
      const list = box.list.getBoundingClientRect();
      expect(menu.top, text).to.be.at.least(list.top);
      expect(menu.bottom, text).to.be.at.most(list.bottom);
      expect(menu.right, text).to.be.at.most(list.right);
      await press('Escape');
    }
  });

  it('makes no list longer, nor wider', async () => {
    const { scrollHeight } = box.list;
    await box.choose('29');
    expect(box.list.scrollHeight).to.equal(scrollHeight);
    expect(box.list.scrollWidth).to.equal(box.list.clientWidth);
  });
});

describe('the buttons of the rows', () => {
  let source: RuledRoom;
  let box: Box;
  beforeEach(async () => {
    const messages = Array.from({ length: 40 }, (_, i) => messageOf(`${i}`, { name: i % 2 ? 'Ada' : 'Bob' }));
    source = new RuledRoom(['read', 'write', 'moderate'], { messages });
    box = await Box.show(source);
  });

  const more = (text: string) => box.row(text).querySelector('[aria-haspopup="menu"]') as HTMLButtonElement;
  const stops = () =>
    box.rows.flatMap((row) => [...row.querySelectorAll('button')]).filter(({ tabIndex }) => tabIndex >= 0);
  const press = async (...keys: readonly string[]) => {
    for (const press of keys) await sendKeys({ press });
    await box.settled();
  };

  it('are one stop between the list and the text, that of the last row', async () => {
    expect(stops()).to.deep.equal([more('39')]);
    source.receive(messageOf('news'));
    await box.settled();
    expect(stops()).to.deep.equal([more('news')]);
    box.list.focus();
    await press('Tab');
    expect(box.hasFocus(more('news'))).to.equal(true);
    await press('Tab');
    expect(box.hasFocus(box.composer)).to.equal(true);
    await expect(box.element).to.be.accessible();
  });

  it('follow the row that has the focus, which their arrows go on from', async () => {
    more('39').focus();
    await press('ArrowUp');
    expect(box.hasFocus(box.row('38'))).to.equal(true);
    expect(stops()).to.deep.equal([more('38')]);
    await press('ArrowUp', 'Tab');
    expect(box.hasFocus(more('37'))).to.equal(true);
    source.receive(messageOf('news'));
    await box.settled();
    expect(stops()).to.deep.equal([more('37')]);
    await press('End');
    expect(box.hasFocus(box.row('news'))).to.equal(true);
    expect(stops()).to.deep.equal([more('news')]);
  });

  it('keep the stop where Tab found it, whatever comes and whichever other menu opens', async () => {
    box.list.focus();
    await press('Tab');
    source.receive(messageOf('news'));
    await box.settled();
    expect(box.hasFocus(more('39'))).to.equal(true);
    expect(stops()).to.deep.equal([more('39')]);
    await box.choose(undefined);
    await press('Escape');
    expect(stops()).to.deep.equal([more('39')]);
  });

  it('have none where the row offers nothing, and the last one where the row goes', async () => {
    await box.choose('37');
    await press('Escape');
    expect(stops()).to.deep.equal([more('37')]);
    source.rule({ rights: ['read', 'write'] });
    await box.settled();
    expect(stops()).to.deep.equal([]);
    source.rule({ rights: ['read', 'moderate'] });
    await box.settled();
    expect(stops()).to.deep.equal([more('37')]);
    source.jump(...source.messages.slice(38));
    await box.settled();
    expect(stops()).to.deep.equal([more('39')]);
  });

  it('are named by whose message it is and when, and are no news of the list', async () => {
    const names = box.rows.map((row) => row.querySelector('button')?.getAttribute('aria-label'));
    expect(names.at(-2)).to.match(/^Actions: Bob, \d+:\d\d [AP]M$/);
    expect(names.at(-1)).to.match(/^Actions: Ada, \d+:\d\d [AP]M$/);
    expect(more('39').closest('[aria-live]')?.getAttribute('aria-live')).to.equal('off');
    box.element.lang = 'ko';
    await box.settled();
    expect(more('39').getAttribute('aria-label')).to.match(/^메뉴: Ada, 오[전후] \d+:\d\d$/);
  });

  it('leave the arrows to the list and to the button of the room', async () => {
    const room = box.get('header [aria-haspopup]');
    room.focus();
    await press('ArrowDown', 'Home');
    expect(box.hasFocus(room)).to.equal(true);
  });
});
