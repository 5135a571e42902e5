import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { stub } from 'sinon';
import type { Message } from '../../../src/client/index.js';
import type { MessagePlace, RenderMessage } from '../../../src/element/chat-room.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';
import { codeOf } from './theming.js';

async function show(renderMessage: RenderMessage, ...messages: readonly Message[]) {
  const source = new FakeRoom({ messages });
  const box = await Box.show(source);
  box.element.renderMessage = renderMessage;
  await box.settled();
  return { box, source };
}

/** What stands in the bubbles, but for the menus. */
const bubblesIn = (box: Box) => box.rows.map((row) => row.querySelector('[part~="bubble"]') as HTMLElement);
const textsIn = (box: Box) => bubblesIn(box).map(({ textContent }) => textContent.trim());

describe('renderMessage', () => {
  it('puts a node or a template in place of the text', async () => {
    const picture = document.createElement('figure');
    const { box } = await show(
      ({ text }) => (text === 'node' ? picture : html`<blockquote part="quote">${text}</blockquote>`),
      messageOf('node'),
      messageOf('<b>template</b>'),
    );
    expect(picture.parentElement).to.equal(bubblesIn(box)[0]);
    expect(box.get('[part="quote"]').textContent).to.equal('<b>template</b>');
    expect(box.find('[part="text"]')).to.equal(null);
  });

  it('shows text as text, with its links', async () => {
    const { box } = await show(() => '<img src=x> at https://a.kr', messageOf('any'));
    await box.settled();
    expect(textsIn(box)).to.deep.equal(['<img src=x> at https://a.kr']);
    expect(box.find('img')).to.equal(null);
    expect(box.get('a').getAttribute('href')).to.equal('https://a.kr/');
  });

  it('leaves a message as it is where it says nothing', async () => {
    const { box } = await show(({ text }) => (text === 'one' ? undefined : 'other'), messageOf('one'));
    expect(textsIn(box)).to.deep.equal(['one']);
    expect(box.find('[part="text"]')).not.to.equal(null);
  });

  it('leaves the row to the box: what failed can be sent again, what is edited says so', async () => {
    const { box } = await show(
      () => document.createElement('hr'),
      messageOf('old', { editedAt: 1 }),
      messageOf('lost', { userId: 'me', status: 'failed' }),
    );
    expect(textsIn(box)[0]).to.equal('edited');
    expect(box.findButton('Retry')).not.to.equal(undefined);
  });

  it('does what THEMING.md shows', async () => {
    const box = await Box.show(new FakeRoom({ messages: [messageOf('/me waves'), messageOf('hello')] }));
    new Function('element', codeOf('Messages'))(box.element);
    await box.settled();
    expect(textsIn(box)).to.deep.equal(['waves', 'hello']);
    expect(box.get('[part="action"]').localName).to.equal('em');
  });

  it('leaves the layout whole, whatever it makes', async () => {
    const { box } = await show(({ text }) => html`<em>${text}</em>`, messageOf('w'.repeat(4_000)));
    expect(box.list.scrollWidth).to.equal(box.list.clientWidth);
    expect(box.get('em').getBoundingClientRect().right).to.be.at.most(
      bubblesIn(box)[0]?.getBoundingClientRect().right as number,
    );
  });

  it('is not asked what a deleted message says', async () => {
    const { box } = await show(() => 'made', messageOf('', { deleted: true }));
    expect(textsIn(box)).to.deep.equal(['Message deleted']);
  });

  it('reports what it throws, and the message is shown as it is', async () => {
    const report = stub(globalThis, 'reportError');
    const flaw = new Error('no such emoji');
    const { box } = await show(
      ({ text }) => {
        if (text === 'bad') throw flaw;
        return 'made';
      },
      messageOf('bad'),
      messageOf('good'),
    );
    report.restore();
    expect(textsIn(box)).to.deep.equal(['bad', 'made']);
    expect(report.args).to.deep.equal([[flaw]]);
  });

  it('is told how the message stands', async () => {
    const places: MessagePlace[] = [];
    await show(
      (_, place) => void places.push(place),
      messageOf('a'),
      messageOf('b'),
      messageOf('c', { userId: 'me' }),
    );
    expect(places).to.deep.equal([
      { own: false, first: true, last: false, language: 'en' },
      { own: false, first: false, last: true, language: 'en' },
      { own: true, first: true, last: true, language: 'en' },
    ]);
  });

  it('is asked once, until the message or its place changes, or the box takes another', async () => {
    const asked: string[] = [];
    const ask: RenderMessage = ({ text }) => void asked.push(text);
    const [one, two] = [messageOf('one'), messageOf('see https://a.kr')];
    const { box, source } = await show(ask, one, two);
    const since = async (step: () => unknown) => {
      asked.length = 0;
      step();
      await box.settled();
      return asked;
    };
    expect(await since(() => source.become('disconnected', { retryAt: Date.now() + 9_000 }))).to.deep.equal(
      [],
    );
    expect(await since(() => source.rule({ rights: ['read', 'write'] }))).to.deep.equal([]);
    expect(await since(() => source.replace(one, { text: 'uno' }))).to.deep.equal(['uno']);
    // The one above does not end its group any more.
    expect(await since(() => source.receive(messageOf('three')))).to.deep.equal([two.text, 'three']);
    const rows = ['uno', two.text, 'three'];
    expect(await since(() => box.element.setAttribute('lang', 'ko'))).to.deep.equal(rows);
    expect(
      await since(() => (box.element.renderMessage = (message, place) => ask(message, place))),
    ).to.deep.equal(rows);
    expect(await since(() => (box.element.renderMessage = undefined))).to.deep.equal([]);
  });

  it('keeps a node while links are loaded, and other messages come and go', async () => {
    const made = new Map<string, Node>();
    const { box, source } = await show(({ id, text }) => {
      if (text !== 'poll') return undefined;
      made.set(id, made.get(id) ?? document.createElement('details'));
      return made.get(id);
    }, messageOf('poll'));
    const poll = box.get<HTMLDetailsElement>('details');
    let moves = 0;
    const observer = new MutationObserver((records) => {
      moves += records.length;
    });
    observer.observe(poll.parentElement as Element, { childList: true });
    source.receive(messageOf('other', { userId: 'bob' }), messageOf('see https://a.kr'));
    await box.settled();
    observer.disconnect();
    expect(moves).to.equal(0);
    expect(box.get('details')).to.equal(poll);
  });

  it('is asked of what is laid out alone', async () => {
    const asked: string[] = [];
    const messages = Array.from({ length: 1_000 }, (_, i) => messageOf(`${i}`));
    const { box } = await show(({ text }) => void asked.push(text), ...messages);
    expect(asked).to.have.members(box.texts);
    expect(asked.length).to.be.within(10, 100);
  });
});
