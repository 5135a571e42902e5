import { expect, waitUntil } from '@open-wc/testing';
import { MOMENT_MS } from '../../../src/element/announcer/announcer.js';
import { LATE_MS } from '../../../src/element/frame.js';
import { GRACE_MS } from '../../../src/element/room.js';
import { Box } from './box.js';
import { installBackend } from './fake-backend.js';
import { FakeRoom, messageOf } from './fake-room.js';

/** What is told soon, a frame that does not come, and a room that is left have timers of their own. */
const OTHERS: readonly number[] = [LATE_MS, GRACE_MS, MOMENT_MS];

const show = async (options: ConstructorParameters<typeof FakeRoom>[0] = {}) => {
  const source = new FakeRoom(options);
  return { source, box: await Box.show(source) };
};

describe('the states of a box', () => {
  it('loading: placeholders, and nothing said about the room', async () => {
    const { source, box } = await show({ loaded: false });
    expect(box.state).to.equal('Connecting…');
    expect(box.text).to.contain('Loading messages…').and.not.contain('No messages yet');
    expect(box.list.getAttribute('aria-busy')).to.equal('true');
    await expect(box.element).to.be.accessible();
    source.load(messageOf('hello'));
    await box.settled();
    expect(box.text).to.contain('hello').and.not.contain('Loading');
    expect(box.list.getAttribute('aria-busy')).to.equal('false');
    expect(box.state).to.equal('Connected');
  });

  it('empty: invites', async () => {
    const { source, box } = await show();
    expect(box.text).to.contain('No messages yet').and.contain('Write the first one');
    await expect(box.element).to.be.accessible();
    source.receive(messageOf('hello'));
    await box.settled();
    expect(box.text).to.not.contain('No messages yet');
  });

  it('full: accessible', async () => {
    const { box } = await show({
      messages: [messageOf('hello'), messageOf('mine', { userId: 'me' }), messageOf('more')],
    });
    await expect(box.element).to.be.accessible();
  });

  it('history not to be had: says so, counts down, tries on request', async () => {
    const { source, box } = await show({ loaded: false });
    source.become('disconnected', { retryAt: Date.now() + 4_500 });
    await box.settled();
    expect(box.text).to.contain('The messages could not be loaded').and.contain('Retrying in 5 s');
    await expect(box.element).to.be.accessible();
    await box.click('Retry now');
    expect(source.calls).to.deep.equal(['reconnect']);
    source.load(messageOf('hello'));
    await box.settled();
    expect(box.text).to.contain('hello').and.not.contain('could not be loaded');
  });

  it('disconnected: says so, counts down, tries on request, and is quiet again', async () => {
    const { source, box } = await show({ messages: [messageOf('hello')] });
    source.become('disconnected', { retryAt: Date.now() + 2_500 });
    await box.settled();
    expect(box.state).to.equal('Disconnected');
    expect(box.text).to.contain('No connection. Retrying in 3 s').and.contain('hello');
    await expect(box.element).to.be.accessible();
    await waitUntil(() => box.text.includes('in 2 s'), 'the countdown stands still');
    await box.click('Retry now');
    expect(source.calls).to.deep.equal(['reconnect']);
    source.become('connecting');
    await box.settled();
    expect(box.text).to.contain('No connection. Retrying…');
    source.become('connected');
    await box.settled();
    expect(box.text).to.not.contain('No connection');
    expect(box.state).to.equal('Connected');
  });

  it('disconnected, in Korean', async () => {
    const { source, box } = await show({ messages: [messageOf('hello')] });
    box.element.lang = 'ko';
    source.become('disconnected', { retryAt: Date.now() + 60_000 });
    await box.settled();
    expect(box.text).to.contain('연결이 끊겨 60초 후 다시 연결합니다');
    await box.click('지금 연결');
    expect(source.calls).to.deep.equal(['reconnect']);
  });

  it('disconnected without knowing until when: no countdown, but the same button', async () => {
    const { source, box } = await show();
    source.become('disconnected');
    await box.settled();
    expect(box.text).to.contain('No connection.').and.not.contain('Retrying');
    await box.click('Retry now');
    expect(source.calls).to.deep.equal(['reconnect']);
  });

  it('trying again on request: the button stays under the finger, and the focus in the box', async () => {
    const { source, box } = await show({ messages: [messageOf('hello')] });
    source.become('disconnected', { retryAt: Date.now() + 60_000 });
    await box.settled();
    const button = box.button('Retry now');
    button.focus();
    for (const state of ['connecting', 'disconnected', 'connecting'] as const) {
      source.become(state);
      await box.settled();
      expect(button.isConnected, state).to.equal(true);
      expect(box.hasFocus(button), state).to.equal(true);
    }
    source.become('connected');
    await box.settled();
    expect(box.findButton('Retry now')).to.equal(undefined);
    expect(box.hasFocus(box.list)).to.equal(true);
  });

  it('a line that is only being renewed: nothing said in the list', async () => {
    const { source, box } = await show({ messages: [messageOf('hello')] });
    source.become('connecting');
    await box.settled();
    expect(box.state).to.equal('Connecting…');
    expect(box.findButton('Retry now')).to.equal(undefined);
  });

  it('stops counting when it leaves the page', async () => {
    const { source, box } = await show();
    const { setTimeout } = globalThis;
    const ticks: (() => void)[] = [];
    const count = (tick: () => void, delay: number) => !OTHERS.includes(delay) && ticks.push(tick);
    Object.assign(globalThis, { setTimeout: count });
    try {
      source.become('disconnected', { retryAt: Date.now() + 60_000 });
      await box.settled();
      expect(ticks).to.have.length(1);
      box.element.remove();
      await box.settled();
      ticks[0]?.();
      await box.settled();
      expect(ticks).to.have.length(1);
    } finally {
      Object.assign(globalThis, { setTimeout });
    }
  });

  it('failed for good: says so, and offers another try', async () => {
    const { source, box } = await show({ messages: [messageOf('hello')] });
    source.become('failed');
    await box.settled();
    expect(box.text).to.contain('The chat cannot connect.');
    await box.click('Retry now');
    expect(source.calls).to.deep.equal(['reconnect']);
  });

  for (const loaded of [true, false]) {
    it(`closed by the page, ${loaded ? '' : 'not '}loaded: says so, and offers nothing`, async () => {
      const { source, box } = await show({ loaded });
      source.become('closed');
      await box.settled();
      expect(box.state).to.equal('Closed');
      expect(box.text).to.contain('This chat was closed.');
      expect(box.findButton('Retry now')).to.equal(undefined);
    });
  }
});

describe('a backend that is down', () => {
  it('is said in the box, costs nothing that was typed, and is found again', async () => {
    const backend = installBackend();
    backend.isDown = true;
    try {
      const box = await Box.show(undefined, { ...backend.addresses, room: 'lobby', 'user-id': 'ada' });
      await waitUntil(() => box.state === 'Disconnected');
      expect(box.text).to.contain('The messages could not be loaded');
      await box.type('sent while it was down');
      await box.press('Enter');
      await box.type('typed while it was down');
      backend.isDown = false;
      await waitUntil(() => box.state === 'Connected', 'does not recover', { timeout: 9_000 });
      await waitUntil(() => backend.puts.length === 1);
      expect(backend.puts[0]).to.include({ text: 'sent while it was down' });
      await waitUntil(() => !box.text.includes('Sending…'));
      expect(box.texts).to.deep.equal(['sent while it was down']);
      expect(box.composer.value).to.equal('typed while it was down');
    } finally {
      backend.restore();
    }
  });
});
