import { expect } from '@open-wc/testing';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

const DAY = 24 * 60 * 60_000;
const START = Date.UTC(2026, 2, 2);

/** Texts of one to four lines, from two users, over three days. */
const messages = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const userId = n % 7 < 4 ? 'ada' : 'bob';
    const text = `${n} ${'과 and 👍 '.repeat((n % 4) * 9)}`;
    return messageOf(text, { userId, name: userId, at: START + n * (DAY / 20) });
  });

/** The row that starts first in sight, and how far below the list's top it ends. */
function view(box: Box): { row: HTMLElement; bottom: number } {
  const { top } = box.list.getBoundingClientRect();
  const row = box.rows.find((each) => each.getBoundingClientRect().top >= top) as HTMLElement;
  return { row, bottom: row.getBoundingClientRect().bottom - top };
}

function shift(box: Box, { row, bottom }: { row: HTMLElement; bottom: number }): number {
  return row.getBoundingClientRect().bottom - box.list.getBoundingClientRect().top - bottom;
}

describe('the list', () => {
  let source: FakeRoom;
  let box: Box;
  beforeEach(async () => {
    source = new FakeRoom({ messages: messages(60, 100) });
    box = await Box.show(source);
  });

  describe('at its end', () => {
    it('is there at first', () => {
      expect(box.list.scrollTop).to.be.greaterThan(1_000);
      expect(box.isAtEnd).to.equal(true);
    });

    it('stays there when messages arrive, one or many', async () => {
      source.receive(messageOf('one'));
      await box.settled();
      expect(box.isAtEnd).to.equal(true);
      source.receive(...messages(200, 200));
      await box.settled();
      expect(box.isAtEnd).to.equal(true);
      expect(box.findButton(/new message/)).to.equal(undefined);
    });

    it('stays there when the box changes its size', async () => {
      for (const [property, value] of [
        ['height', '300px'],
        ['width', '300px'],
        ['height', '700px'],
        ['width', '100%'],
      ] as const) {
        box.element.style[property] = value;
        await box.settled();
        expect(box.isAtEnd, `${property} ${value}`).to.equal(true);
      }
    });

    it('stays there when a message grows, or the composer does', async () => {
      const grown = box.rows.at(-3) as HTMLElement;
      grown.style.height = '400px';
      await box.settled();
      expect(box.isAtEnd).to.equal(true);
      await box.type('1\n2\n3\n4\n5');
      expect(box.isAtEnd).to.equal(true);
    });

    it('stays there when a message grows while it is scrolled down', async () => {
      const grown = box.rows.at(-3) as HTMLElement;
      grown.style.height = '900px';
      box.list.scrollTop += 100;
      await box.settled();
      expect(box.isAtEnd).to.equal(true);
    });

    it('stays there over a time without being displayed', async () => {
      box.element.hidden = true;
      await box.settled();
      source.receive(...messages(20, 200));
      await box.settled();
      box.element.hidden = false;
      await box.settled();
      expect(box.isAtEnd).to.equal(true);
      expect(box.findButton(/new message/)).to.equal(undefined);
    });

    it('stays there when it is moved in the page', async () => {
      const place = document.body.appendChild(document.createElement('div'));
      place.append(box.element);
      await box.settled();
      expect(box.isAtEnd).to.equal(true);
      place.remove();
    });

    it('is there again in another room', async () => {
      await box.scrollTo(500);
      box.element.source = new FakeRoom({ id: 'attic', messages: messages(50, 400) });
      await box.settled();
      expect(box.isAtEnd).to.equal(true);
      expect(box.findButton('Latest messages')).to.equal(undefined);
    });
  });

  describe('further up', () => {
    it('holds still while messages arrive, and counts them on its button', async () => {
      await box.scrollTo(700);
      const before = view(box);
      source.receive(messageOf('new'));
      await box.settled();
      expect(box.button('1 new message').isConnected).to.equal(true);
      source.receive(...messages(30, 200));
      await box.settled();
      expect(shift(box, before)).to.equal(0);
      box.button('31 new messages').focus();
      await box.click('31 new messages');
      expect(box.isAtEnd).to.equal(true);
      expect(box.element.shadowRoot?.activeElement).to.equal(box.list);
      expect(box.findButton(/message/)).to.equal(undefined);
    });

    it('offers the way back without a count, and counts anew each time', async () => {
      await box.scrollTo(700);
      source.receive(messageOf('new'));
      await box.settled();
      await box.scrollTo(box.list.scrollHeight);
      expect(box.findButton(/message/)).to.equal(undefined);
      await box.scrollTo(700);
      await box.click('Latest messages');
      expect(box.isAtEnd).to.equal(true);
    });

    it('goes where it is scrolled to, whatever came while it was at its end', async () => {
      await box.scrollTo(700);
      await box.scrollTo(box.list.scrollHeight);
      source.receive(...messages(20, 200));
      await box.settled();
      await box.scrollTo(1_000);
      expect(box.isAtEnd).to.equal(false);
      expect(box.button('Latest messages').isConnected).to.equal(true);
    });

    it('holds its place itself, in browsers that could and in those that could not', () => {
      const { overflowAnchor = 'none' } = getComputedStyle(box.list);
      expect(overflowAnchor).to.equal('none');
    });

    it("goes to the end for one's own message", async () => {
      await box.scrollTo(700);
      await box.type('mine');
      await box.press('Enter');
      expect(box.isAtEnd).to.equal(true);
    });

    it('holds still when a row above grows, and when the box changes its size', async () => {
      await box.scrollTo(1_500);
      const before = view(box);
      const grown = box.rows[2] as HTMLElement;
      grown.style.height = '333px';
      await box.settled();
      expect(shift(box, before)).to.equal(0);
      box.element.style.height = '480px';
      await box.settled();
      expect(shift(box, before)).to.equal(0);
    });

    it('holds still when it is moved in the page, and over a time without being displayed', async () => {
      await box.scrollTo(1_500);
      const before = view(box);
      const place = document.body.appendChild(document.createElement('div'));
      place.append(box.element);
      await box.settled();
      expect(shift(box, before), 'moved').to.equal(0);
      box.element.hidden = true;
      await box.settled();
      source.receive(messageOf('new'));
      box.element.hidden = false;
      // Some browsers forget it, as they do when an element is moved.
      box.list.scrollTop = 0;
      await box.settled();
      expect(shift(box, before), 'hidden').to.equal(0);
      place.remove();
    });
  });

  describe('near its start', () => {
    const older = async () => {
      source = new FakeRoom({ messages: messages(60, 100), older: [messages(40, 20), messages(40, 60)] });
      box = await Box.show(source);
    };

    it('asks for older messages once, a screen before the start, and not at the end', async () => {
      await older();
      expect(source.calls).to.deep.equal([]);
      await box.element.showMessage(source.messages[9]?.timestamp ?? 0);
      await box.scrollTo(box.list.clientHeight + 200);
      expect(source.calls).to.deep.equal([]);
      await box.scrollTo(box.list.clientHeight - 100);
      await box.scrollTo(box.list.clientHeight - 200);
      expect(source.calls).to.deep.equal(['loadOlder']);
    });

    for (const top of [0, 1, 137, 300]) {
      it(`holds still when they come above ${top} px`, async () => {
        await older();
        await box.scrollTo(top);
        const before = view(box);
        source.answerOlder();
        await box.settled();
        expect(source.messages).to.have.length(100);
        expect(shift(box, before)).to.equal(0);
        box.list.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home' }));
        await box.settled();
        await box.scrollTo(top);
        const next = view(box);
        source.answerOlder();
        await box.settled();
        expect(source.messages).to.have.length(140);
        expect(shift(box, next)).to.equal(0);
        expect(source.calls).to.have.length(2);
      });
    }

    it('holds still when they come together with news and growth', async () => {
      await older();
      await box.scrollTo(250);
      const before = view(box);
      source.answerOlder();
      source.receive(...messages(10, 200));
      const grown = box.rows[0] as HTMLElement;
      grown.style.height = '200px';
      await box.settled();
      expect(shift(box, before)).to.equal(0);
    });

    it('lets itself be scrolled while they come', async () => {
      await older();
      await box.scrollTo(250);
      const before = view(box);
      source.answerOlder();
      box.list.scrollTop += 40;
      await box.settled();
      expect(shift(box, before)).to.equal(-40);
    });

    it('offers to try again when they could not be had, and does not try by itself', async () => {
      await older();
      await box.scrollTo(10);
      source.failOlder();
      await box.settled();
      expect(box.text).to.contain('Older messages could not be loaded.');
      await box.scrollTo(0);
      await box.scrollTo(20);
      expect(source.calls).to.deep.equal(['loadOlder']);
      await box.click('Retry');
      expect(source.calls).to.deep.equal(['loadOlder', 'loadOlder']);
      source.answerOlder();
      await box.settled();
      expect(source.messages).to.have.length(100);
      expect(box.text).to.not.contain('could not be loaded');
    });

    it('tries again by itself when the connection is back', async () => {
      await older();
      await box.scrollTo(10);
      source.become('disconnected');
      source.failOlder();
      await box.settled();
      source.become('connected');
      await box.settled();
      expect(source.calls).to.deep.equal(['loadOlder', 'loadOlder']);
    });

    it('fills a box that its messages do not fill', async () => {
      source = new FakeRoom({ messages: messages(1, 100), older: [messages(20, 70), messages(1, 99)] });
      box = await Box.show(source);
      source.answerOlder();
      await box.settled();
      source.answerOlder();
      await box.settled();
      expect(source.messages).to.have.length(22);
      expect(box.isAtEnd).to.equal(true);
    });

    it('does not ask for ever when a page brings nothing', async () => {
      source = new FakeRoom({ messages: messages(1, 100), older: [[], [], []] });
      box = await Box.show(source);
      source.answerOlder();
      await box.settled();
      expect(source.calls).to.deep.equal(['loadOlder']);
      expect(box.text).to.contain('Older messages could not be loaded.');
    });
  });
});
