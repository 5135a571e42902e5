import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

const START = Date.now() - 3_600_000;
const said = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => messageOf(`${from + i}`, { at: START + (from + i) * 1000 }));

const look = (visibility: DocumentVisibilityState) => {
  stub(document, 'hidden').value(visibility === 'hidden');
  document.dispatchEvent(new Event('visibilitychange'));
};

async function show(): Promise<{ source: FakeRoom; box: Box }> {
  const source = new FakeRoom({ messages: said(40) });
  return { source, box: await Box.show(source) };
}

/** What stands right above the line of the unread, and right below it. */
function aroundLine({ lines }: Box): readonly (string | undefined)[] {
  const at = lines.indexOf('New messages');
  return at < 0 ? [] : [lines[at - 1], lines[at + 1]].map((line) => line?.split(' ').at(-1));
}

describe('the line above what is unread', () => {
  afterEach(() => restore());

  it('is not there for what is seen as it comes', async () => {
    const { source, box } = await show();
    source.receive(...said(2, 40));
    await box.settled();
    expect(aroundLine(box)).to.deep.equal([]);
  });

  it('stands above the first message that came while one read further up, and stays at the end', async () => {
    const { source, box } = await show();
    await box.scrollTo(0);
    source.receive(...said(1, 40));
    source.receive(...said(2, 41));
    await box.settled();
    await box.click('3 new messages');
    expect(aroundLine(box)).to.deep.equal(['39', '40']);
    source.receive(...said(1, 43));
    await box.settled();
    expect(aroundLine(box)).to.deep.equal(['39', '40']);
    await expect(box.element).to.be.accessible();
  });

  it('moves to the next message that nobody saw come', async () => {
    const { source, box } = await show();
    await box.scrollTo(0);
    source.receive(...said(1, 40));
    await box.settled();
    await box.click('1 new message');
    await box.scrollTo(0);
    source.receive(...said(1, 41));
    await box.settled();
    await box.click('1 new message');
    expect(aroundLine(box)).to.deep.equal(['40', '41']);
  });

  it('stands above what came to a page that was hidden, anew each time', async () => {
    const { source, box } = await show();
    look('hidden');
    source.receive(...said(2, 40));
    restore();
    look('visible');
    await box.settled();
    expect(box.isAtEnd).to.equal(true);
    expect(aroundLine(box)).to.deep.equal(['39', '40']);
    restore();
    look('hidden');
    source.receive(...said(1, 42));
    restore();
    look('visible');
    await box.settled();
    expect(aroundLine(box)).to.deep.equal(['41', '42']);
  });

  it('goes when one writes, and in another room', async () => {
    const { source, box } = await show();
    await box.scrollTo(0);
    source.receive(...said(1, 40));
    await box.settled();
    await box.type('hello');
    await box.click('Send');
    expect(aroundLine(box)).to.deep.equal([]);
    await box.scrollTo(0);
    source.receive(...said(1, 41));
    await box.settled();
    box.element.source = new FakeRoom({ messages: said(50) });
    await box.settled();
    expect(aroundLine(box)).to.deep.equal([]);
  });
});
