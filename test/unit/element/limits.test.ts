import { expect, waitUntil } from '@open-wc/testing';
import { MOMENT_MS } from '../../../src/element/announcer/announcer.js';
import { LATE_MS } from '../../../src/element/frame.js';
import { Box } from './box.js';
import { messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';

/** What is told soon, and a frame that does not come, have timers of their own. */
const OTHERS: readonly number[] = [LATE_MS, MOMENT_MS];

async function show(...rights: ConstructorParameters<typeof RuledRoom>[0]) {
  const source = new RuledRoom(rights, { messages: [messageOf('mine', { userId: 'me', name: 'Me' })] });
  return { source, box: await Box.show(source) };
}

const PATIENT = { timeout: 5_000 } as const;

const frozen = { settings: { frozen: true, slow: 0 } };
const slowed = { settings: { frozen: false, slow: 30 } };

describe('a frozen room', () => {
  it('says so, keeps what was typed, and sends nothing until it thaws', async () => {
    const { source, box } = await show('read', 'write');
    await box.type('half a thought');
    source.rule(frozen);
    await box.settled();
    expect(box.hint).to.equal('Only moderators can write now.');
    expect(box.button('Send').disabled).to.equal(true);
    await box.press('Enter');
    expect(source.sent).to.deep.equal([]);
    expect(box.composer.value).to.equal('half a thought');
    expect(box.hasMenu('mine')).to.equal(false);
    await expect(box.element).to.be.accessible();
    source.rule({ settings: { frozen: false, slow: 0 } });
    await box.settled();
    expect(box.hint).to.equal('');
    expect(box.hasMenu('mine')).to.equal(true);
    await box.press('Enter');
    expect(source.sent).to.deep.equal(['half a thought']);
  });

  it('lets moderators write', async () => {
    const { source, box } = await show('read', 'write', 'moderate');
    source.rule(frozen);
    await box.type('order');
    expect(box.hint).to.equal('');
    await box.press('Enter');
    expect(source.sent).to.deep.equal(['order']);
  });

  it('says so in Korean', async () => {
    const { source, box } = await show('read', 'write');
    box.element.lang = 'ko';
    source.rule(frozen);
    await box.settled();
    expect(box.hint).to.equal('지금은 관리자만 쓸 수 있습니다.');
  });
});

describe('a room that one may only read', () => {
  it('says so, and sends nothing', async () => {
    const { source, box } = await show('read');
    expect(box.hint).to.equal('You can read here, but not write.');
    await box.type('hello');
    expect(box.button('Send').disabled).to.equal(true);
    await box.press('Enter');
    expect(source.sent).to.deep.equal([]);
  });
});

describe('slow mode', () => {
  it('says so, counts down on the button, keeps what was typed, and sends once the time has come', async () => {
    const { source, box } = await show('read', 'write');
    source.rule({ ...slowed, sendableAt: Date.now() + 1_900 });
    await box.type('again');
    expect(box.hint).to.equal('Slow mode: 30 sec');
    expect(box.button(/^Send/).textContent?.trim()).to.equal('2');
    expect(box.button(/^Send/).disabled).to.equal(true);
    await box.press('Enter');
    expect(source.sent).to.deep.equal([]);
    await waitUntil(
      () => box.button(/^Send/).textContent?.trim() !== '2',
      'the countdown stands still',
      PATIENT,
    );
    await waitUntil(() => !box.button(/^Send/).disabled, 'nothing can be sent after it', PATIENT);
    expect(box.composer.value).to.equal('again');
    await box.press('Enter');
    expect(source.sent).to.deep.equal(['again']);
  });

  it('is told to those who do not see it, too', async () => {
    const { source, box } = await show('read', 'write');
    source.rule({ ...slowed, sendableAt: Date.now() + 60_000 });
    await box.type('again');
    await expect(box.element).to.be.accessible();
    expect(box.button(/^Send/).getAttribute('aria-label')).to.match(/^Send, \d+$/);
  });

  it('is not told to moderators, who need not wait', async () => {
    const { source, box } = await show('read', 'write', 'moderate');
    source.rule(slowed);
    await box.type('order');
    expect(box.hint).to.equal('');
    expect(box.button(/^Send/).disabled).to.equal(false);
  });

  it('is told in Korean, in minutes', async () => {
    const { source, box } = await show('read', 'write');
    box.element.lang = 'ko';
    source.rule({ settings: { frozen: false, slow: 300 } });
    await box.settled();
    expect(box.hint).to.equal('저속 모드: 5분');
  });
});

describe('a message that the room does not take yet', () => {
  it('counts down to its next try', async () => {
    const { source, box } = await show('read', 'write');
    await box.type('too soon');
    await box.press('Enter');
    source.wait('slow_mode', Date.now() + 11_900);
    await box.settled();
    expect(box.row('too soon').textContent).to.contain('Sending again in 12 s');
    const isCounting = () => !box.row('too soon').textContent?.includes('in 12 s');
    await waitUntil(isCounting, 'the countdown stands still', PATIENT);
    await expect(box.element).to.be.accessible();
    box.element.lang = 'ko';
    await box.settled();
    expect(box.row('too soon').textContent).to.match(/\d초 후 다시 보냅니다/);
  });

  it('waits without a number while there is no network', async () => {
    const { source, box } = await show('read', 'write');
    await box.type('too soon');
    await box.press('Enter');
    source.wait('network', Date.now() + 11_900);
    await box.settled();
    expect(box.row('too soon').textContent).to.contain('Waiting to be sent');
  });

  it('waits without a number where none is known, or its time has come', async () => {
    const { source, box } = await show('read', 'write');
    await box.type('too soon');
    await box.press('Enter');
    source.wait('rate_limited');
    await box.settled();
    expect(box.row('too soon').textContent).to.contain('Waiting to be sent');
    source.wait('rate_limited', Date.now() - 1);
    await box.settled();
    expect(box.row('too soon').textContent).to.contain('Waiting to be sent');
  });

  it('shares one timer with all that the box waits for', async () => {
    const { source, box } = await show('read', 'write');
    for (const text of ['one', 'two', 'three']) {
      await box.type(text);
      await box.press('Enter');
    }
    const { setTimeout } = globalThis;
    const ticks: number[] = [];
    Object.assign(globalThis, {
      setTimeout: (_: () => void, ms: number) => !OTHERS.includes(ms) && ticks.push(ms),
    });
    try {
      const now = Date.now();
      source.rule({ ...slowed, sendableAt: now + 20_000 });
      source.become('disconnected', { retryAt: now + 30_000 });
      source.wait('network', now + 40_000);
      await box.settled();
      expect(ticks).to.have.length(1);
    } finally {
      Object.assign(globalThis, { setTimeout });
    }
  });
});

describe('a message that the room refuses', () => {
  for (const [code, english, korean] of [
    ['forbidden', 'You do not have permission', '권한이 없습니다'],
    ['banned', 'A moderator has shut you out', '관리자가 이 채팅방에서 차단했습니다'],
    ['room_frozen', 'Only moderators can write', '관리자만 쓸 수 있습니다'],
    ['slow_mode', 'slow mode', '저속 모드'],
    ['unauthorized', 'Sign in again', '다시 로그인'],
    ['token_unavailable', 'Signing in did not work', '로그인하지 못했습니다'],
  ] as const) {
    it(`says why, in words: ${code}`, async () => {
      const { source, box } = await show('read', 'write');
      await box.type('hello');
      await box.press('Enter');
      source.fail(code);
      await box.settled();
      expect(box.row('hello').textContent).to.contain(english).and.not.contain(code);
      box.element.lang = 'ko';
      await box.settled();
      expect(box.row('hello').textContent).to.contain(korean);
    });
  }
});
