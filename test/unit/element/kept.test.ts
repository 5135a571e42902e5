import { expect } from '@open-wc/testing';
import type { Message } from '../../../src/client/index.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

const START = new Date(2026, 2, 2, 9).getTime();

const messages = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => messageOf(`kept ${from + i}`, { at: START + (from + i) * 1000 }));

const show = async (kept: readonly Message[]) => {
  const source = new FakeRoom({ loaded: false, messages: kept });
  return { source, box: await Box.show(source) };
};

const topOf = (row: HTMLElement | undefined, { list }: Box) =>
  (row?.getBoundingClientRect().top ?? Number.NaN) - list.getBoundingClientRect().top;

describe('what the device kept of a room', () => {
  it('is shown at once, in place of what says that it is loading', async () => {
    const { source, box } = await show(messages(3));
    expect(box.texts).to.deep.equal(['kept 0', 'kept 1', 'kept 2']);
    expect(box.text).to.not.contain('Loading');
    expect(box.state).to.equal('Connecting…');
    expect(box.list.getAttribute('aria-busy')).to.equal('true');
    expect(box.findButton('Retry now')).to.equal(undefined);
    await expect(box.element).to.be.accessible();
    source.load();
    await box.settled();
    expect(box.list.getAttribute('aria-busy')).to.equal('false');
  });

  it('stays while there is no connection, below the line that says so', async () => {
    const { source, box } = await show(messages(3));
    source.become('disconnected', { retryAt: Date.now() + 60_000 });
    await box.settled();
    expect(box.text).to.contain('No connection. Retrying in 60 s').and.contain('kept 2');
    expect(box.text).to.not.contain('could not be loaded');
    expect(box.list.getAttribute('aria-busy'), 'nothing is under way').to.equal('false');
    await expect(box.element).to.be.accessible();
    await box.click('Retry now');
    expect(source.calls).to.deep.equal(['reconnect']);
  });

  it('is not what was only written and not sent: then the box says what is missing', async () => {
    const { source, box } = await show([messageOf('mine', { userId: 'me', status: 'sending' })]);
    source.become('disconnected');
    await box.settled();
    expect(box.text).to.contain('The messages could not be loaded').and.contain('mine');
    expect(box.text.match(/No connection/g)).to.have.length(1);
  });

  it('gives way to the newest page at its end without leaving it', async () => {
    const { source, box } = await show(messages(60));
    expect(box.isAtEnd).to.equal(true);
    source.become('disconnected', { retryAt: Date.now() + 60_000 });
    await box.settled();
    expect(box.isAtEnd).to.equal(true);
    source.load(...messages(20, 60));
    await box.settled();
    expect(box.isAtEnd).to.equal(true);
    expect(source.messages).to.have.length(80);
  });

  it('holds still where it is read when the newest page comes, with what is older', async () => {
    const { source, box } = await show(messages(60));
    await box.scrollTo(500);
    const held = box.rows.find((row) => topOf(row, box) >= 0);
    const before = topOf(held, box);
    source.become('disconnected', { retryAt: Date.now() + 60_000 });
    await box.settled();
    expect(topOf(held, box), 'the line').to.equal(before);
    source.older = [messages(20, -20)];
    source.load(...messages(20, 60));
    await box.settled();
    expect(topOf(held, box), 'the page').to.equal(before);
    expect(source.messages).to.have.length(80);
  });

  it('holds still where it is read although its oldest messages go, as those do that the page does not have', async () => {
    const kept = messages(60);
    const { source, box } = await show(kept);
    await box.scrollTo(300);
    const index = box.rows.findIndex((row) => topOf(row, box) >= 0);
    const held = box.rows[index + 3];
    const before = topOf(held, box);
    source.older = [kept.slice(0, index + 2)];
    source.messages = kept.slice(index + 2);
    source.load(...messages(index + 2, 60));
    await box.settled();
    expect(source.messages).to.have.length(60);
    expect(topOf(held, box)).to.equal(before);
  });

  it('asks for nothing older before the newest page is here', async () => {
    const { source, box } = await show(messages(60));
    source.older = [messages(20, -20)];
    await box.scrollTo(0);
    expect(source.calls).to.deep.equal([]);
    source.load();
    await box.settled();
    expect(source.calls).to.deep.equal(['loadOlder']);
  });

  it('keeps its rows where they are when it does not fill the box', async () => {
    const { source, box } = await show(messages(2));
    const place = () => box.rows.map((row) => topOf(row, box));
    const before = place();
    source.load();
    await box.settled();
    expect(place()).to.deep.equal(before);
  });
});
