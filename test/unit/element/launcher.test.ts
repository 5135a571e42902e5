import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';
import { codeOf } from './theming.js';

describe('the launcher', () => {
  let source: FakeRoom;
  let box: Box;
  beforeEach(async () => {
    source = new FakeRoom({ messages: Array.from({ length: 30 }, (_, i) => messageOf(`${i}`)) });
    box = await Box.show(source, { mode: 'launcher' });
  });

  const panel = () => box.get('[role="dialog"]');
  const isOpen = () => panel().getClientRects().length > 0;

  it('is a button in the corner, and nothing in the way of the page', async () => {
    const { right, bottom } = box.button('Open chat').getBoundingClientRect();
    expect(innerWidth - right).to.equal(16);
    expect(innerHeight - bottom).to.equal(16);
    expect(isOpen()).to.equal(false);
    expect(document.elementFromPoint(innerWidth - 100, innerHeight - 30)).to.not.equal(box.element);
    await expect(box.element).to.be.accessible();
  });

  it('stands elsewhere as THEMING.md shows, its panel at the same side', async () => {
    const style = document.createElement('style');
    style.textContent = codeOf("The launcher's place");
    document.head.append(style);
    const startOf = (element: Element) => element.getBoundingClientRect().left;
    expect(startOf(box.button('Open chat'))).to.equal(16);
    await box.click('Open chat');
    expect(startOf(box.button('Close chat'))).to.equal(16);
    expect(startOf(panel())).to.equal(16);
    style.remove();
  });

  it('opens the box, ready to type, at the end of its messages', async () => {
    expect(box.button('Open chat').getAttribute('aria-expanded')).to.equal('false');
    await box.click('Open chat');
    expect(isOpen()).to.equal(true);
    expect(box.button('Close chat').getAttribute('aria-expanded')).to.equal('true');
    expect(box.element.shadowRoot?.activeElement).to.equal(box.composer);
    expect(box.isAtEnd).to.equal(true);
    expect(panel().getAttribute('aria-label')).to.equal('lobby');
    await expect(box.element).to.be.accessible();
  });

  it('closes by its button and keeps what was typed', async () => {
    await box.click('Open chat');
    await box.type('half a thought');
    await box.click('Close chat');
    expect(isOpen()).to.equal(false);
    await box.click('Open chat');
    expect(box.composer.value).to.equal('half a thought');
  });

  it('closes on Escape, gives the focus back, and keeps the key to itself', async () => {
    await box.click('Open chat');
    let heard = 0;
    const hear = (event: KeyboardEvent) => {
      if (event.key === 'Escape') heard++;
    };
    document.addEventListener('keydown', hear);
    await sendKeys({ press: 'Escape' });
    await box.settled();
    expect(isOpen()).to.equal(false);
    expect(box.element.shadowRoot?.activeElement).to.equal(box.button('Open chat'));
    await sendKeys({ press: 'Escape' });
    document.removeEventListener('keydown', hear);
    expect(heard).to.equal(1);
  });

  it('stays open when Escape only ends a syllable', async () => {
    await box.click('Open chat');
    await box.press('Escape', { isComposing: true });
    expect(isOpen()).to.equal(true);
  });

  it('counts what arrives while it is closed, and no longer when it was opened', async () => {
    source.receive(messageOf('a'), messageOf('b'));
    await box.settled();
    expect(box.button('Open chat, 2 new messages').textContent?.trim()).to.equal('2');
    await box.click(/^Open chat/);
    expect(box.isAtEnd).to.equal(true);
    source.receive(messageOf('c'));
    await box.settled();
    await box.click('Close chat');
    expect(box.button('Open chat').textContent?.trim()).to.equal('');
    source.receive(...Array.from({ length: 100 }, (_, i) => messageOf(`${i}`)));
    await box.settled();
    expect(box.button('Open chat, 100 new messages').textContent?.trim()).to.equal('99+');
  });

  it('remembers what was seen, and counts on the next page what others wrote since', async () => {
    expect(localStorage.getItem('chat-room-seen')).to.equal(null);
    await box.click('Open chat');
    const last = source.messages.at(-1)?.timestamp ?? 0;
    expect(JSON.parse(localStorage.getItem('chat-room-seen') ?? '')).to.deep.equal([
      ['["","lobby"]', { timestamp: last, user: 'me' }],
    ]);
    const later = [messageOf('one', { at: last + 1 }), messageOf('mine', { at: last + 2, userId: 'me' })];
    const next = await Box.show(new FakeRoom({ messages: [...source.messages, ...later] }), {
      mode: 'launcher',
    });
    expect(next.button('Open chat, 1 new message').textContent?.trim()).to.equal('1');
    await next.click(/^Open chat/);
    expect(next.lines).to.include('New messages');
    const again = await Box.show(new FakeRoom({ messages: [...source.messages, ...later] }), {
      mode: 'launcher',
    });
    expect(again.findButton('Open chat')?.textContent?.trim()).to.equal('');
  });

  for (const broken of ['', '5', '[5]', '[["[\\"\\",\\"lobby\\"]",5]]']) {
    it(`counts nothing where what was seen cannot be read: ${broken || 'nothing'}`, async () => {
      localStorage.setItem('chat-room-seen', broken);
      const next = await Box.show(source, { mode: 'launcher' });
      expect(next.findButton('Open chat')?.textContent?.trim()).to.equal('');
    });
  }

  it('becomes a box in the page, and back', async () => {
    box.element.mode = 'inline';
    await box.settled();
    expect(box.find('[role="dialog"]')).to.equal(null);
    expect(box.list.clientHeight).to.be.greaterThan(0);
    expect(getComputedStyle(box.element).position).to.equal('static');
    box.element.mode = 'launcher';
    await box.settled();
    expect(isOpen()).to.equal(false);
  });

  it('is hidden by the page like any element', async () => {
    box.element.hidden = true;
    await box.settled();
    expect(box.button('Open chat').getClientRects()).to.have.length(0);
  });
});
