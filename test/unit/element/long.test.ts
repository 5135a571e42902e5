import { expect, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Message, Timeline } from '../../../src/client/index.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

const START = Date.UTC(2026, 2, 2);

/** One a minute, of one to seven lines. */
const messages = (count: number, from = 0): readonly Message[] =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const userId = n % 5 < 3 ? 'ada' : 'bob';
    const text = `${n} ${'과 and 👍 '.repeat((Math.abs(n) % 7) * 9)}`;
    return messageOf(text, { userId, name: userId, at: START + n * 60_000 });
  });

const all = messages(100_000);

/** A room that counts how often its messages are looked at. */
class CountedRoom extends FakeRoom {
  reads = 0;
  #counted: readonly Message[] | undefined;
  #timeline: Timeline = [];

  get timeline(): Timeline {
    const { messages } = this;
    if (this.#counted === messages) return this.#timeline;
    this.#counted = messages;
    const at = (index: number): Message | undefined => {
      this.reads++;
      return messages.at(index);
    };
    this.#timeline = { length: messages.length, at };
    return this.#timeline;
  }
}

const elements = (box: Box) => box.element.renderRoot.querySelectorAll('*').length;

/** How far below the top of the list the row of this message stands. */
const topOf = (message: Message | undefined, { list, rows }: Box) => {
  const row = rows.find((each) => each.querySelector('p')?.textContent === message?.text);
  return row && row.getBoundingClientRect().top - list.getBoundingClientRect().top;
};

/** Whether the whole height of the list shows rows. */
function isFilled(box: Box): boolean {
  const { top, bottom } = box.list.getBoundingClientRect();
  const rects = box.rows.map((row) => row.getBoundingClientRect());
  return (rects[0]?.top ?? bottom) <= top && (rects.at(-1)?.bottom ?? top) >= bottom - 12;
}

async function show(count: number, at?: number): Promise<{ source: CountedRoom; box: Box }> {
  const source = new CountedRoom({ messages: all.slice(0, count) });
  const box = await Box.show(source);
  if (at !== undefined) {
    await box.element.showMessage(source.messages[at]?.timestamp ?? 0);
    await box.settled();
  }
  return { source, box };
}

describe('a room of any length', () => {
  it('takes no more of the page than a short one', async () => {
    const short = elements((await show(1_000)).box);
    const long = elements((await show(100_000)).box);
    expect(long).to.be.at.most(250);
    expect(long / short).to.be.within(0.9, 1.1);
  });

  it('takes no longer for a message that arrives', async () => {
    const readsOf = async (count: number) => {
      const { source, box } = await show(count);
      source.reads = 0;
      source.receive(messageOf('new', { at: START + 100_000 * 60_000 }));
      await box.settled();
      expect(box.texts.at(-1)).to.equal('new');
      return source.reads;
    };
    expect(await readsOf(100_000)).to.be.at.most((await readsOf(1_000)) * 1.3);
  });

  it('shows a burst of a thousand in a few frames, the last one in sight', async () => {
    const { source, box } = await show(1_000);
    let updates = 0;
    box.element.addController({ hostUpdated: () => updates++ });
    for (const message of messages(1_000, 1_000)) source.receive(message);
    await box.settled();
    expect(updates).to.be.at.most(5);
    expect(box.texts.at(-1)).to.equal(source.messages.at(-1)?.text);
    expect(box.isAtEnd).to.equal(true);
  });

  it('shows rows wherever it is scrolled to, in the same frame', async () => {
    const { box } = await show(100_000);
    const { scrollHeight } = box.list;
    for (const part of [0.5, 0.1, 0.9, 0.001, 0.7]) {
      box.list.scrollTop = scrollHeight * part;
      await nextFrame();
      await nextFrame();
      expect(isFilled(box), `${part}`).to.equal(true);
    }
  });

  it('is gone through row by row, up and down', async function () {
    // 260 frames, of which WebKitGTK draws some twenty a second.
    this.timeout(40_000);
    const { box } = await show(2_000);
    const seen = new Set<string>();
    for (let step = 0; step < 60; step++) {
      box.list.scrollTop -= 250;
      await nextFrame();
      await nextFrame();
      expect(isFilled(box), `${step} up`).to.equal(true);
      for (const text of box.texts) seen.add(text);
    }
    const numbers = [...seen].map((text) => Number.parseInt(text, 10)).sort((a, b) => a - b);
    const first = numbers[0] ?? 0;
    expect(numbers).to.deep.equal(numbers.map((_, i) => first + i));
    expect(numbers.at(-1)).to.equal(1_999);
    for (let step = 0; step < 70 && !box.isAtEnd; step++) {
      box.list.scrollTop += 250;
      await nextFrame();
      await nextFrame();
      expect(isFilled(box), `${step} down`).to.equal(true);
    }
    expect(box.isAtEnd).to.equal(true);
  });

  it('moves as far as it is scrolled, whatever heights were taken for others', async () => {
    const { source, box } = await show(2_000, 1_000);
    const held = source.messages[1_000];
    const before = topOf(held, box) ?? Number.NaN;
    for (let step = 1; step <= 5; step++) {
      box.list.scrollTop -= 40;
      await box.settled();
      expect(topOf(held, box)).to.equal(before + step * 40);
    }
  });

  describe('where it is read', () => {
    const holds = async (change: (source: CountedRoom, box: Box) => unknown) => {
      const { source, box } = await show(5_000, 2_500);
      const held = source.messages[2_500];
      const before = topOf(held, box);
      expect(before).to.be.a('number');
      await change(source, box);
      for (let frame = 0; frame < 3; frame++) {
        await nextFrame();
        expect(topOf(held, box)).to.equal(before);
      }
      await box.settled();
      expect(topOf(held, box)).to.equal(before);
    };

    it('holds still while messages arrive', () =>
      holds((source) => source.receive(...messages(300, 200_000))));

    it('holds still when older ones are put before', () =>
      holds((source) => source.put(...messages(50, -50))));

    it('holds still when a message above grows, or shrinks', () =>
      holds(async (source, box) => {
        const [above] = box.texts;
        const message = source.messages.find(({ text }) => text === above) as Message;
        source.replace(message, { text: 'long '.repeat(300), editedAt: 1 });
        await box.settled();
        source.replace(message, { text: 'short', editedAt: 2 });
      }));

    it('holds still when messages above are deleted, or let go', () =>
      holds(async (source, box) => {
        source.replace(source.messages[2_497] as Message, { text: '', deleted: true });
        await box.settled();
        source.jump(...source.messages.slice(1_000));
      }));

    it('holds still when other fonts come', () =>
      holds((_, box) => box.element.style.setProperty('--chat-font', 'monospace')));

    it('holds still when the box changes its height, as above the keyboard of a phone', () =>
      holds((_, box) => {
        box.element.style.height = '320px';
      }));
  });

  for (const count of [100, 2_000, 100_000]) {
    it(`holds still when it comes to rest near its end: ${count}`, async () => {
      const { source, box } = await show(count);
      const held = source.messages.at(-3);
      const before = topOf(held, box) ?? Number.NaN;
      const rested = new Promise((set) => Object.defineProperty(source, 'reading', { set }));
      box.list.scrollTop -= 250;
      await rested;
      expect(topOf(held, box)).to.equal(before + 250);
      await box.settled();
      expect(topOf(held, box)).to.equal(before + 250);
      expect(isFilled(box)).to.equal(true);
    });
  }

  it('tells the room where it is read, and that it is read at the end', async () => {
    const { source, box } = await show(5_000, 2_500);
    Object.assign(source, { reading: 0 });
    await box.element.showMessage(source.messages[2_000]?.timestamp ?? 0);
    await box.settled();
    const places = source.messages.slice(1_990, 2_010).map(({ timestamp }) => timestamp);
    expect(places).to.include((source as { reading?: number }).reading);
    await box.click('Latest messages');
    expect((source as { reading?: number }).reading).to.equal(undefined);
  });

  describe('asked for a message', () => {
    it('brings it into the middle and points at it until the user scrolls', async () => {
      const { source, box } = await show(5_000);
      const sought = source.messages[2_000];
      expect(await box.element.showMessage(sought?.timestamp ?? 0)).to.equal(true);
      await box.settled();
      const row = box.row(sought?.text ?? '');
      const [{ top, bottom }, list] = [row.getBoundingClientRect(), box.list.getBoundingClientRect()];
      expect(top + bottom).to.be.closeTo(list.top + list.bottom, 2);
      expect(box.find('[aria-current]') === row).to.equal(true);
      await expect(box.element).to.be.accessible();
      box.list.scrollTop += 30;
      await box.settled();
      expect(box.find('[aria-current]') === null).to.equal(true);
    });

    it('loads what is not there, with the gap after it', async () => {
      const { source, box } = await show(100);
      source.around = messages(60, -5_000);
      const sought = source.around[30];
      expect(await box.element.showMessage(sought?.timestamp ?? 0)).to.equal(true);
      await box.settled();
      expect(source.calls).to.deep.equal(['loadAround']);
      expect(topOf(sought, box)).to.be.within(0, box.list.clientHeight);
      for (let step = 0; step < 40 && source.calls.length < 2; step++) {
        await box.scrollTo(box.list.scrollTop + 200);
      }
      expect(source.calls).to.deep.equal(['loadAround', 'fill start']);
    });

    it('says that it is not there', async () => {
      const { source, box } = await show(100);
      expect(await box.element.showMessage(1)).to.equal(false);
      expect(source.calls).to.deep.equal(['loadAround']);
      await box.settled();
      expect(box.isAtEnd).to.equal(true);
    });
  });

  it('goes to its first message by Home, and loads those before it; to its last one by End', async () => {
    const source = new FakeRoom({ messages: messages(3_000), older: [[...messages(40, -40)]] });
    const box = await Box.show(source);
    box.list.focus();
    await sendKeys({ press: 'Home' });
    await box.settled();
    expect(topOf(source.messages[0], box)).to.be.within(0, box.list.clientHeight);
    expect(source.calls).to.deep.equal(['loadOlder']);
    const before = topOf(source.messages[0], box);
    const first = source.messages[0];
    source.answerOlder();
    await box.settled();
    expect(topOf(first, box)).to.equal(before);
    await sendKeys({ press: 'End' });
    await box.settled();
    expect(box.isAtEnd).to.equal(true);
    expect(box.texts.at(-1)).to.equal(source.messages.at(-1)?.text);
  });

  for (const count of [0, 2]) {
    it(`stays at the end of a room of ${count}, where Home leads nowhere`, async () => {
      const { source, box } = await show(count);
      box.list.focus();
      await sendKeys({ press: 'Home' });
      await box.settled();
      expect(box.findButton(/latest|new/i) === undefined).to.equal(true);
      source.receive(...all.slice(count, 60));
      await box.settled();
      expect(box.isAtEnd).to.equal(true);
    });
  }

  it('stays at the end where what was asked for is among the last ones', async () => {
    const { box } = await show(5_000, 4_999);
    expect(box.isAtEnd).to.equal(true);
    expect(box.findButton(/latest|new/i) === undefined).to.equal(true);
    await box.element.showMessage(all[3_000]?.timestamp ?? 0);
    await box.settled();
    expect(box.findButton(/latest/i) === undefined).to.equal(false);
  });

  it('fills a gap as one comes to it from below', async () => {
    const { source, box } = await show(3_000);
    const [below, above] = [source.messages[2_900], source.messages[2_901]];
    source.openGap(below as Message, above as Message, [[]]);
    await box.settled();
    expect(source.calls).to.deep.equal([]);
    for (let step = 0; step < 80 && source.calls.length === 0; step++) {
      await box.scrollTo(box.list.scrollTop - 200);
    }
    expect(source.calls).to.deep.equal(['fill']);
    source.failFill();
    await box.settled();
    await box.scrollTo(box.list.scrollTop - 20);
    expect(source.calls).to.deep.equal(['fill']);
  });
});
