import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Message } from '../../../src/client/index.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

const START = new Date(2026, 2, 2, 9).getTime();

/** From two users in turn, in texts of one to three lines. */
const messages = (count: number, from: number, step = 1): Message[] =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i * step;
    const userId = n % 5 < 3 ? 'ada' : 'bob';
    return messageOf(`${n} ${'과 and 👍 '.repeat((n % 3) * 9)}`, {
      userId,
      name: userId,
      at: START + n * 1000,
    });
  });

const BELOW = messages(40, 0);
const ABOVE = messages(40, 200);

/** A room with so many messages on either side of a gap that two pages fill. */
async function showGap(count = 4): Promise<{ source: FakeRoom; box: Box }> {
  const source = new FakeRoom({ messages: [...BELOW.slice(-count), ...ABOVE.slice(0, count)] });
  const page = count < 40 ? 3 : 30;
  source.openGap(BELOW.at(-1) as Message, ABOVE[0] as Message, [messages(page, 140), messages(page, 170)]);
  const box = await Box.show(source);
  return { source, box };
}

const divider = (box: Box) => box.button(/^Load|^Retry$/);

/** How far below the top of the list an element starts. */
const topOf = (element: Element | undefined, { list }: Box) =>
  (element?.getBoundingClientRect().top ?? Number.NaN) - list.getBoundingClientRect().top;

const rowOf = (message: Message | undefined, box: Box) =>
  box.rows.find((row) => row.querySelector('p')?.textContent === message?.text);

/** Scrolls until the gap's button is that far below the top of the list. */
const bring = async (box: Box, top: number): Promise<void> => {
  await box.element.showMessage(ABOVE[0]?.timestamp ?? 0);
  await box.settled();
  await box.scrollTo(box.list.scrollTop + topOf(divider(box), box) - top);
};

describe('a gap', () => {
  it('is a line with a button right before the message above it', async () => {
    const { box } = await showGap();
    const index = box.lines.findIndex((line) => line.includes('missing'));
    expect(box.lines[index]).to.equal('Messages may be missing here · Load');
    expect(box.lines[index - 1]).to.contain(BELOW.at(-1)?.text.trim());
    expect(box.lines[index + 1]).to.contain(ABOVE[0]?.text.trim());
    await expect(box.element).to.be.accessible();
    box.element.lang = 'ko';
    await box.settled();
    expect(box.lines[index]).to.equal('빠진 메시지가 있을 수 있습니다 · 불러오기');
  });

  it('loads when asked, once at a time, and says so', async () => {
    const { source, box } = await showGap();
    expect(source.calls).to.deep.equal([]);
    await box.click('Load');
    expect(box.text).to.contain('Loading messages…').and.not.contain('missing');
    expect(box.button('Loading messages…').getAttribute('aria-disabled')).to.equal('true');
    await expect(box.element).to.be.accessible();
    await box.click('Loading messages…');
    expect(source.calls).to.deep.equal(['fill']);
  });

  it('moves up when a page fills it in part, and goes when the last one came', async () => {
    const { source, box } = await showGap();
    await box.click('Load');
    source.answerFill();
    await box.settled();
    expect(source.messages).to.have.length(11);
    const index = box.lines.findIndex((line) => line.includes('missing'));
    expect(box.lines[index]).to.equal('Messages may be missing here · Load');
    expect(box.lines[index + 1]).to.contain('170');
    await box.click('Load');
    source.answerFill();
    await box.settled();
    expect(source.messages).to.have.length(14);
    expect(box.text).to.not.contain('missing');
    expect(source.calls).to.deep.equal(['fill', 'fill']);
  });

  it('says when it could not be loaded, and offers it again', async () => {
    const { source, box } = await showGap();
    await box.click('Load');
    source.failFill();
    await box.settled();
    expect(box.text).to.contain('The messages could not be loaded · Retry');
    await expect(box.element).to.be.accessible();
    await box.click('Retry');
    expect(box.text).to.contain('Loading messages…').and.not.contain('missing');
    source.answerFill();
    await box.settled();
    expect(box.text).to.contain('Messages may be missing here · Load');
    expect(source.calls).to.deep.equal(['fill', 'fill']);
  });

  it('is known again in another room, and does not tell that one how it went in this', async () => {
    const { source, box } = await showGap();
    await box.click('Load');
    const other = new FakeRoom({ id: 'attic', messages: source.messages });
    other.openGap(BELOW.at(-1) as Message, ABOVE[0] as Message, [[]]);
    box.element.source = other;
    await box.settled();
    expect(box.text).to.contain('here · Load').and.not.contain('Loading');
    source.failFill();
    await box.settled();
    expect(box.text).to.contain('here · Load').and.not.contain('could not');
    await box.click('Load');
    expect(other.calls).to.deep.equal(['fill']);
  });

  it('is each for itself where there are two', async () => {
    const { source, box } = await showGap();
    source.openGap(ABOVE[1] as Message, ABOVE[2] as Message, [[]]);
    await box.settled();
    await box.click('Load');
    source.failFill();
    await box.settled();
    const said = box.lines.filter((line) => line.includes('·'));
    expect(said).to.deep.equal([
      'The messages could not be loaded · Retry',
      'Messages may be missing here · Load',
    ]);
  });

  describe('filled by its button with the keyboard', () => {
    it('keeps the focus while it moves, and gives it to the list when it goes', async () => {
      const { source, box } = await showGap();
      const button = divider(box);
      button.focus();
      await sendKeys({ press: 'Enter' });
      await box.settled();
      expect(box.hasFocus(button), 'loading').to.equal(true);
      source.failFill();
      await box.settled();
      expect(box.hasFocus(button), 'failed').to.equal(true);
      await sendKeys({ press: 'Enter' });
      source.answerFill();
      await box.settled();
      expect(box.hasFocus(button), 'moved').to.equal(true);
      await sendKeys({ press: 'Enter' });
      source.answerFill();
      await box.settled();
      expect(button.isConnected).to.equal(false);
      expect(box.hasFocus(box.list), 'gone').to.equal(true);
    });

    it('leaves the focus to whoever has it by then', async () => {
      const { source, box } = await showGap();
      await box.click('Load');
      box.composer.focus();
      source.answerFill();
      await box.settled();
      await box.click('Load');
      source.answerFill();
      await box.settled();
      expect(box.hasFocus(box.composer)).to.equal(true);
    });
  });

  describe('filled', () => {
    const fill = async (source: FakeRoom, box: Box) => {
      const { length } = source.messages;
      // Out of reach it is filled for another view of the room.
      const button = box.findButton(/^Load|^Retry$/);
      if (button) button.click();
      else void source.gaps[0]?.fill();
      source.answerFill();
      await box.settled();
      expect(source.messages).to.have.length(length + 30);
    };

    for (const top of [0, 8, 150]) {
      it(`in sight, ${top} px from the top: what stands below it holds still`, async () => {
        const { source, box } = await showGap(40);
        await bring(box, top);
        const held = rowOf(ABOVE[2], box);
        const before = topOf(held, box);
        for (let page = 0; page < 2; page++) {
          await fill(source, box);
          expect(topOf(held, box)).to.equal(before);
        }
      });
    }

    it('out of sight, above: what is read holds still', async () => {
      const { source, box } = await showGap(40);
      await bring(box, -600);
      const held = box.rows.find((row) => topOf(row, box) >= 0);
      const before = topOf(held, box);
      for (let page = 0; page < 2; page++) {
        await fill(source, box);
        expect(topOf(held, box)).to.equal(before);
      }
    });

    it('at the lower edge, or below: what stands above it holds still', async () => {
      const { box: sized } = await showGap(40);
      for (const top of [sized.list.clientHeight - 24, 700]) {
        const { source, box } = await showGap(40);
        await bring(box, top);
        const held = box.rows.find((row) => topOf(row, box) >= 0);
        const before = topOf(held, box);
        for (let page = 0; page < 2; page++) {
          await fill(source, box);
          expect(topOf(held, box), `${top}`).to.equal(before);
        }
      }
    });

    it('while the list is at its end: it stays there', async () => {
      const { source, box } = await showGap(40);
      await fill(source, box);
      expect(box.isAtEnd).to.equal(true);
      source.receive(messageOf('new'));
      await fill(source, box);
      expect(box.isAtEnd).to.equal(true);
    });

    it('twice in sight: what stands between them holds still', async () => {
      const source = new FakeRoom({ messages: [...BELOW, ...ABOVE] });
      source.openGap(BELOW[37] as Message, BELOW[38] as Message, [messages(30, 37.5, 0.01)]);
      source.openGap(BELOW.at(-1) as Message, ABOVE[0] as Message, [messages(30, 100)]);
      const box = await Box.show(source);
      await bring(box, 8);
      const held = [rowOf(BELOW[38], box), rowOf(ABOVE[1], box)];
      const before = held.map((row) => topOf(row, box));
      await fill(source, box);
      expect(held.map((row) => topOf(row, box))).to.deep.equal(before);
      await fill(source, box);
      expect(topOf(held[0], box)).to.equal(before[0]);
    });
  });
});
