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
    source = new RuledRoom(['read', 'write'], { messages });
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
    expect(more('29').getAttribute('aria-label')).to.equal('Actions');
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

  it('goes with its row, and leaves the focus in the box', async () => {
    await box.choose('29');
    source.replace(source.messages.at(-1) as (typeof source.messages)[number], { deleted: true });
    await box.settled();
    expect(box.choices).to.equal(undefined);
    expect(box.hasFocus(box.list)).to.equal(true);
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
