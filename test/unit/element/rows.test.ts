import { expect } from '@open-wc/testing';
import type { Gap, Message } from '../../../src/client/index.js';
import { layRows, type MessageRow, type Row } from '../../../src/element/rows.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

const NOON = new Date(2026, 2, 2, 12).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const LINES = { day: '-', gap: '…', unread: '!' } as const;

/** One character per row: `-` a day, `…` a gap, `!` the first unread, else the sender, in brackets where groups start and end. */
function draw(row: Row): string {
  if (row.kind !== 'message') return LINES[row.kind];
  return `${row.first ? '(' : ''}${row.message.userId}${row.last ? ')' : ''}`;
}

function drawn(...messages: readonly Message[]): string {
  return drawnWith([], ...messages);
}

function drawnWith(gaps: readonly Gap[], ...messages: readonly Message[]): string {
  return layRows(messages, { userId: 'me', gaps }).map(draw).join('');
}

const gapOf = (after: number, before: number): Gap => ({ after, before, fill: () => Promise.resolve() });

const from = (userId: string, at: number, other: Partial<Message> = {}) =>
  messageOf('', { userId, name: userId, at, ...other });

describe('rows', () => {
  it('group consecutive messages of one sender', () => {
    expect(drawn()).to.equal('');
    expect(drawn(from('a', NOON))).to.equal('-(a)');
    expect(drawn(from('a', NOON), from('a', NOON + 1), from('a', NOON + 2), from('b', NOON + 3))).to.equal(
      '-(aaa)(b)',
    );
    expect(drawn(from('a', NOON), from('b', NOON), from('a', NOON))).to.equal('-(a)(b)(a)');
  });

  it('end a group after a pause, not after a long group', () => {
    expect(drawn(from('a', NOON), from('a', NOON + 5 * MINUTE))).to.equal('-(aa)');
    expect(drawn(from('a', NOON), from('a', NOON + 5 * MINUTE + 1))).to.equal('-(a)(a)');
    expect(drawn(from('a', NOON), from('a', NOON + 4 * MINUTE), from('a', NOON + 8 * MINUTE))).to.equal(
      '-(aaa)',
    );
  });

  it('end a group when the name changes', () => {
    expect(drawn(from('a', NOON), from('a', NOON + 1, { name: 'A.' }))).to.equal('-(a)(a)');
  });

  it("end a group when what is known of the sender changes, unless it is one's own", () => {
    const roles = [{ role: 'moderator' }, { role: 'unverified' }, {}] as const;
    const of = (userId: string) => drawn(...roles.map((role, i) => from(userId, NOON + i, role)));
    expect(of('a')).to.equal('-(a)(a)(a)');
    expect(of('me')).to.equal('-(mememe)');
  });

  it('start each day with its line, and a group with it', () => {
    const midnight = NOON + 12 * HOUR;
    expect(drawn(from('a', midnight - 1), from('a', midnight))).to.equal('-(a)-(a)');
    expect(drawn(from('a', NOON), from('a', NOON + 48 * HOUR))).to.equal('-(a)-(a)');
  });

  it('leave a message that is not stored at the end of the day above it, whatever the device thinks', () => {
    const pending = from('me', NOON - 48 * HOUR, { status: 'sending' });
    expect(drawn(from('a', NOON), pending)).to.equal('-(a)(me)');
    expect((layRows([from('a', NOON), pending], { userId: 'me' }).at(-1) as MessageRow).at).to.equal(NOON);
  });

  it('join nobody across a gap, which stands right before the message above it', () => {
    const row = [from('a', NOON), from('a', NOON + 1), from('a', NOON + 2), from('a', NOON + 3)];
    expect(drawnWith([gapOf(NOON + 1, NOON + 2)], ...row)).to.equal('-(aa)…(aa)');
    expect(drawnWith([gapOf(NOON, NOON + 1), gapOf(NOON + 2, NOON + 3)], ...row)).to.equal('-(a)…(aa)…(a)');
    const days = [from('a', NOON), from('a', NOON + 24 * HOUR)];
    expect(drawnWith([gapOf(NOON, NOON + 24 * HOUR)], ...days)).to.equal('-(a)-…(a)');
  });

  it('show a gap although no message stands exactly at its end, and never below one that is not stored', () => {
    const later = from('a', NOON + 5);
    expect(drawnWith([gapOf(NOON, NOON + 3)], from('a', NOON), later)).to.equal('-(a)…(a)');
    const pending = from('me', NOON - 48 * HOUR, { status: 'sending' });
    expect(drawnWith([gapOf(NOON, NOON + 5)], from('a', NOON), later, pending)).to.equal('-(a)…(a)(me)');
  });

  it('have one line above the first unread message, and no group across it, wherever the laid out part begins', () => {
    const row = [0, 1, 2, 3].map((at) => from('a', NOON + at));
    const withLine = (unread: number | undefined, start = 0) =>
      layRows(row, { userId: 'me', unread }, { start, end: 4 }).map(draw).join('');
    expect(withLine(NOON + 2)).to.equal('-(aa)!(aa)');
    expect(withLine(NOON + 1.5)).to.equal('-(aa)!(aa)');
    expect(withLine(NOON)).to.equal('-!(aaaa)');
    expect(withLine(NOON + 2, 2)).to.equal('!(aa)');
    expect(withLine(NOON + 2, 3)).to.equal('a)');
    expect(withLine(NOON + 9)).to.equal('-(aaaa)');
    expect(withLine(undefined)).to.equal('-(aaaa)');
  });

  it('keep the key of a gap that is filled from above', () => {
    const keyOf = (before: number) =>
      layRows([from('a', NOON), from('a', NOON + 9)], { userId: 'me', gaps: [gapOf(NOON, before)] }).find(
        ({ kind }) => kind === 'gap',
      )?.key;
    expect(keyOf(NOON + 9))
      .to.be.a('string')
      .and.equal(keyOf(NOON + 5));
  });

  it("tell one's own by the user, and all apart", () => {
    const rows = layRows([from('me', NOON, { id: '1' }), from('a', NOON, { id: '1' })], { userId: 'me' });
    expect(rows.map((row) => row.kind === 'message' && row.own)).to.deep.equal([false, true, false]);
    expect(new Set(rows.map(({ key }) => key)).size).to.equal(3);
  });

  it('are told apart where ids are not: a week later, or from somebody who copies them', () => {
    const ids = (userId: string) => [
      from(userId, NOON, { id: `${NOON + 2}` }),
      from(userId, NOON + 1, { id: `${NOON + 2}` }),
      from(userId, NOON + 2, { id: `${NOON + 2}` }),
    ];
    for (const userId of ['me', 'a']) {
      const rows = layRows(ids(userId), { userId: 'me' }).filter(({ kind }) => kind === 'message');
      expect(new Set(rows.map(({ key }) => key)).size).to.equal(3);
    }
  });

  it('keep the row of a message that gets stored', async () => {
    const source = new FakeRoom();
    const box = await Box.show(source);
    await box.type('hello');
    await box.press('Enter');
    const [row] = box.rows;
    source.store();
    await box.settled();
    expect(box.rows).to.deep.equal([row]);
  });

  it('show sender and time once per group, and a fixed colour for each user', async () => {
    const at = new Date(2026, 2, 2, 15, 4).getTime();
    const ada = { userId: 'u1', name: 'ada', at };
    const bob = { userId: 'u2', name: '밥', at };
    const source = new FakeRoom({
      messages: [messageOf('1', ada), messageOf('2', ada), messageOf('3', bob), messageOf('4', ada)],
    });
    const box = await Box.show(source);
    const heads = box.rows.map((row) => row.querySelector('bdi')?.textContent);
    expect(heads).to.deep.equal(['ada', undefined, '밥', 'ada']);
    const times = box.rows.map((row) => row.querySelector('time')?.textContent?.replace(/\s/, ' '));
    expect(times).to.deep.equal(['3:04 PM', undefined, '3:04 PM', '3:04 PM']);
    const initials = [...box.list.querySelectorAll('.initial')];
    expect(initials.map(({ textContent }) => textContent)).to.deep.equal(['A', '밥', 'A']);
    const [first, second, third] = initials.map((initial) => getComputedStyle(initial).backgroundColor);
    expect(first).to.equal(third).and.not.equal(second);
  });

  it("show one's own on the other side, without a name", async () => {
    const source = new FakeRoom({
      messages: [messageOf('theirs'), messageOf('mine', { userId: 'me', name: 'Me' })],
    });
    const box = await Box.show(source);
    const [theirs, mine] = box.rows.map((row) => row.querySelector('p')?.getBoundingClientRect());
    expect(mine?.right).to.be.greaterThan(theirs?.right ?? Number.POSITIVE_INFINITY);
    expect(box.rows[1]?.querySelector('bdi')).to.equal(null);
    expect(box.rows[1]?.textContent).to.contain('You');
  });

  it('name the days', async () => {
    const now = new Date();
    const day = (ago: number) =>
      new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago, 0, 1).getTime();
    const source = new FakeRoom({
      messages: [
        messageOf('old', { at: new Date(2020, 4, 17, 9).getTime() }),
        messageOf('yesterday', { at: day(1) }),
        messageOf('today', { at: day(0) }),
      ],
    });
    const box = await Box.show(source);
    const days = () => [...box.list.querySelectorAll('.day')].map(({ textContent }) => textContent);
    expect(days()).to.deep.equal(['May 17, 2020', 'Yesterday', 'Today']);
    box.element.lang = 'ko';
    await box.settled();
    expect(days()).to.deep.equal(['2020년 5월 17일', '어제', '오늘']);
  });
});

describe('a message of emoji alone', () => {
  const sizeOf = async (text: string) => {
    const box = await Box.show(new FakeRoom({ messages: [messageOf(text)] }));
    return Number.parseInt(getComputedStyle(box.get('.text')).fontSize, 10);
  };

  for (const text of ['👍', '🎉🎉🎉', '👩‍👩‍👧‍👦', '👋🏽 🇰🇷', '❤️']) {
    it(`is large: ${text}`, async () => expect(await sizeOf(text)).to.equal(32));
  }

  for (const text of ['👍👍👍👍', 'ok 👍', '7', '#', '한 👍', '🎉'.repeat(30)]) {
    it(`is not made of ${text}`, async () => expect(await sizeOf(text)).to.equal(15));
  }
});
