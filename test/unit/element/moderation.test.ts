import { expect } from '@open-wc/testing';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';

const theirs = messageOf('theirs');
const mine = messageOf('mine', { userId: 'me', name: 'Me', role: 'moderator' });
const messages = [theirs, mine];

const ROOM_CHOICES = [
  'Freeze room',
  'Slow mode off',
  'Slow mode: 10 sec',
  'Slow mode: 30 sec',
  'Slow mode: 1 min',
  'Slow mode: 5 min',
];

async function show(...[rights, options]: ConstructorParameters<typeof RuledRoom>) {
  const source = new RuledRoom(rights, { messages, ...options });
  return { source, box: await Box.show(source) };
}

/** What a user is offered for each message and for the room. */
async function offered(source: FakeRoom) {
  const box = await Box.show(source);
  const of = async (text: string | undefined) => {
    const place = text === undefined ? box.get('header') : box.row(text);
    if (!place.querySelector('[aria-haspopup="menu"]')) return [];
    await box.choose(text);
    return box.choices;
  };
  return { theirs: await of('theirs'), mine: await of('mine'), room: await of(undefined) };
}

describe('what a user may do', () => {
  it('is nothing in an open room, or with the right to read alone', async () => {
    const nothing = { theirs: [], mine: [], room: [] };
    expect(await offered(new FakeRoom({ messages }))).to.deep.equal(nothing);
    expect(await offered(new RuledRoom([], { messages }))).to.deep.equal(nothing);
    expect(await offered(new RuledRoom(['read'], { messages }))).to.deep.equal(nothing);
  });

  it("is to change one's own, with the right to write", async () => {
    const room = new RuledRoom(['read', 'write'], { messages });
    expect(await offered(room)).to.deep.equal({ theirs: [], mine: ['Edit', 'Delete'], room: [] });
  });

  it("is not to change what only bears one's own id", async () => {
    const taken = { ...mine, role: 'unverified' } as const;
    const nothing = { theirs: [], mine: [], room: [] };
    expect(await offered(new RuledRoom(['read', 'write'], { messages: [theirs, taken] }))).to.deep.equal(
      nothing,
    );
  });

  it('is all, with the right to moderate, too', async () => {
    expect(await offered(new RuledRoom(['read', 'write', 'moderate'], { messages }))).to.deep.equal({
      theirs: ['Delete', 'Ban user'],
      mine: ['Edit', 'Delete'],
      room: ROOM_CHOICES,
    });
  });

  it('is not to write, with the right to moderate alone', async () => {
    const room = new RuledRoom(['read', 'moderate'], { messages });
    expect(await offered(room)).to.deep.equal({
      theirs: ['Delete', 'Ban user'],
      mine: ['Delete'],
      room: ROOM_CHOICES,
    });
  });

  it('is nothing that the source has no method for', async () => {
    const source = new FakeRoom({ messages });
    source.rule({ rights: ['read', 'write', 'moderate'] });
    expect(await offered(source)).to.deep.equal({ theirs: [], mine: [], room: [] });
    Object.assign(source, { delete: async () => theirs });
    expect(await offered(source)).to.deep.equal({ theirs: ['Delete'], mine: ['Delete'], room: [] });
  });

  it('follows the rights', async () => {
    const { source, box } = await show(['read', 'write']);
    expect(box.hasMenu('theirs')).to.equal(false);
    source.rule({ rights: ['read', 'write', 'moderate'] });
    await box.settled();
    expect(box.hasMenu('theirs')).to.equal(true);
  });

  it('is nothing with a message that is not stored', async () => {
    const { source, box } = await show(['read', 'write']);
    await box.type('unsent');
    await box.press('Enter');
    expect(box.hasMenu('unsent')).to.equal(false);
    source.store();
    await box.settled();
    expect(box.hasMenu('unsent')).to.equal(true);
  });

  it('is not in sight before it is looked for, and still to be reached by keys', async () => {
    const { box } = await show(['read', 'write']);
    const button = box.row('mine').querySelector('[aria-haspopup="menu"]') as HTMLElement;
    const { opacity } = getComputedStyle(button);
    expect(opacity).to.equal(matchMedia('(hover: hover)').matches ? '0' : '1');
    button.focus();
    expect(getComputedStyle(button).opacity).to.equal('1');
  });
});

describe('a delete', () => {
  it('asks once, and is not done without an answer', async () => {
    const { source, box } = await show(['read', 'write']);
    await box.choose('mine', 'Delete');
    expect(box.get('[role="menu"]').textContent).to.contain('Delete?');
    expect(box.get('[role="menu"]').getAttribute('aria-label')).to.equal('Delete?');
    expect(box.choices).to.deep.equal(['Delete', 'Cancel']);
    await expect(box.element).to.be.accessible();
    await box.click('Cancel');
    expect(source.calls).to.deep.equal([]);
    expect(box.choices).to.equal(undefined);
    await box.choose('mine', 'Delete', 'Delete');
    expect(source.calls).to.deep.equal(['delete mine']);
  });

  it('leaves a quiet row in its place', async () => {
    const { box } = await show(['read', 'write', 'moderate']);
    await box.choose('theirs', 'Delete', 'Delete');
    expect(box.texts).to.deep.equal(['Message deleted', 'mine']);
    expect(box.lines[1]).to.contain('Ada').and.not.contain('theirs');
    await box.choose('Message deleted');
    expect(box.choices).to.deep.equal(['Ban user']);
    await expect(box.element).to.be.accessible();
  });

  it('is the same in Korean', async () => {
    const { source, box } = await show(['read', 'write']);
    box.element.lang = 'ko';
    await box.choose('mine', '삭제');
    expect(box.get('[role="menu"]').textContent).to.contain('삭제할까요?');
    await box.click('삭제');
    expect(source.calls).to.deep.equal(['delete mine']);
    expect(box.texts).to.deep.equal(['theirs', '삭제된 메시지입니다']);
  });
});

describe('a moderator', () => {
  it('bans the sender of a message, whose messages stay, and lets them in again', async () => {
    const { source, box } = await show(['read', 'moderate']);
    await box.choose('theirs', 'Ban user');
    expect(source.calls).to.deep.equal(['ban ada']);
    expect(box.texts).to.deep.equal(['theirs', 'mine']);
    await box.choose('theirs', 'Unban user');
    expect(source.calls).to.deep.equal(['ban ada', 'unban ada']);
    await box.choose('theirs');
    expect(box.choices).to.include('Ban user');
  });

  it('sees who is banned beside their name, and nobody else does', async () => {
    const { source, box } = await show(['read', 'moderate']);
    await box.choose('theirs', 'Ban user');
    expect(box.lines[1]).to.match(/^A AdaBanned\d/);
    await expect(box.element).to.be.accessible();
    box.element.theme = 'dark';
    box.element.lang = 'ko';
    await box.settled();
    expect(box.lines[1]).to.contain('차단됨');
    await expect(box.element).to.be.accessible();
    source.rule({ rights: ['read'] });
    await box.settled();
    expect(box.text).to.not.contain('차단됨');
    source.rule({ rights: ['read', 'moderate'], banned: ['bob'] });
    await box.settled();
    expect(box.text).to.not.contain('차단됨');
  });

  it('is told that a message which they delete is gone', async () => {
    const { source, box } = await show(['read', 'write', 'moderate']);
    source.refuse = 'not_found';
    await box.type('half a thought');
    await box.choose('theirs', 'Delete', 'Delete');
    expect(box.hint).to.equal('The message is gone.');
    expect(box.button('Send').disabled).to.equal(false);
  });

  it('is not told so of a ban or a freeze, nor by a proxy', async () => {
    const { source, box } = await show(['read', 'write', 'moderate']);
    source.refuse = 'not_found';
    await box.choose('theirs', 'Ban user');
    expect(box.hint).to.equal('That did not work.');
    await box.choose(undefined, 'Freeze room');
    expect(box.hint).to.equal('That did not work.');
    source.isForeign = true;
    await box.choose('theirs', 'Delete', 'Delete');
    expect(box.hint).to.equal('That did not work.');
  });

  it('freezes the room and lets all write again', async () => {
    const { source, box } = await show(['read', 'write', 'moderate']);
    await box.choose(undefined, 'Freeze room');
    await box.choose(undefined, 'Unfreeze room');
    expect(source.calls).to.deep.equal(['freeze true', 'freeze false']);
  });

  it('sets slow mode, and sees what is set', async () => {
    const { source, box } = await show(['read', 'write', 'moderate']);
    const checked = () => box.find('[aria-checked="true"]')?.textContent?.trim();
    await box.choose(undefined);
    expect(checked()).to.equal('Slow mode off');
    await expect(box.element).to.be.accessible();
    await box.click('Slow mode: 1 min');
    expect(source.calls).to.deep.equal(['slow 60']);
    await box.choose(undefined);
    expect(checked()).to.equal('Slow mode: 1 min');
    await box.click('Slow mode off');
    expect(source.calls).to.deep.equal(['slow 60', 'slow 0']);
  });

  for (const [code, words] of [
    ['forbidden', 'You do not have permission for this.'],
    ['network', 'That did not work.'],
    ['unavailable', 'That did not work.'],
  ] as const) {
    it(`is told what the room refuses (${code}), until the next thing they do`, async () => {
      const { source, box } = await show(['read', 'write', 'moderate']);
      source.refuse = code;
      await box.type('half a thought');
      await box.choose('theirs', 'Ban user');
      expect(box.hint).to.equal(words);
      expect(box.composer.value).to.equal('half a thought');
      expect(box.composer.getAttribute('aria-invalid')).to.equal(null);
      await expect(box.element).to.be.accessible();
      source.refuse = undefined;
      await box.choose('theirs', 'Ban user');
      expect(box.hint).to.equal('');
    });
  }
});
