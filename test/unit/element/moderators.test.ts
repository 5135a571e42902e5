import { expect } from '@open-wc/testing';
import type { Message } from '../../../src/client/index.js';
import { skeletonsOf } from '../../../src/element/tools/moderators.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

const MARKS = /Moderator|Not a moderator|Name not verified/;

/** What the rows say beside their names, top to bottom; empty for a row without a mark. */
async function marksOf(...messages: readonly Message[]): Promise<string[]> {
  const box = await Box.show(new FakeRoom({ messages }));
  await expect(box.element).to.be.accessible();
  return box.rows.map((row) => row.querySelector('.head')?.textContent?.match(MARKS)?.[0] ?? '');
}

const from = (userId: string, name: string, role?: Message['role']) =>
  messageOf('hello', { userId, name, ...(role && { role }) });

const mina = from('mina', 'Mina', 'moderator');

describe('the name of a sender', () => {
  it('of whom a token said nothing has no mark', async () => {
    expect(await marksOf(from('ada', 'Ada'), from('bob', 'Bob', 'user'))).to.deep.equal(['', '']);
  });

  it("of a moderator says so, and one that nobody checked that; one's own says nothing", async () => {
    expect(await marksOf(mina, from('eve', 'Eve', 'unverified'))).to.deep.equal([
      'Moderator',
      'Name not verified',
    ]);
    expect(await marksOf(from('me', 'Me', 'moderator'), from('me', 'Me', 'unverified'))).to.deep.equal([
      '',
      '',
    ]);
  });

  it('that nobody checked says it to a pointer, too', async () => {
    const box = await Box.show(new FakeRoom({ messages: [from('eve', 'Eve', 'unverified')] }));
    expect(box.find('[title="Name not verified"]')?.textContent?.trim()).to.equal('Name not verified');
  });

  it('says it in Korean', async () => {
    const messages = [mina, from('eve', 'MINA', 'user'), from('bob', 'Bob', 'unverified')];
    const box = await Box.show(new FakeRoom({ messages }), { lang: 'ko' });
    expect(box.lines[1]).to.contain('Mina관리자').and.not.contain('아님');
    expect(box.lines[2]).to.contain('관리자 아님');
    expect(box.lines[3]).to.contain('확인되지 않은 이름');
  });

  for (const name of [
    'Mina',
    'MINA',
    'm i n a',
    'Мinа',
    'Ｍｉｎａ',
    'Mína',
    'M1na',
    'Mlna',
    'rnina',
    '.Mina_',
    'Mina\u200b',
    '𝓜𝓲𝓷𝓪',
    'Мiոɑ',
  ]) {
    it(`that looks like a moderator's is marked: ${name}`, async () => {
      expect(await marksOf(from('eve', name, 'user'), mina)).to.deep.equal(['Not a moderator', 'Moderator']);
    });
  }

  for (const name of ['Nina', 'Minna', 'Min', '미나', 'Mina Kim']) {
    it(`that is another one than a moderator's is not: ${name}`, async () => {
      expect(await marksOf(mina, from('eve', name, 'user'))).to.deep.equal(['Moderator', '']);
    });
  }

  it("that looks like a moderator's in Korean is marked", async () => {
    const moderator = from('mina', '김미나', 'moderator');
    expect(await marksOf(moderator, from('eve', '김 미나', 'user'))).to.deep.equal([
      'Moderator',
      'Not a moderator',
    ]);
  });

  it('of a moderator, written before they were one, is theirs; under their id alone it is not', async () => {
    expect(await marksOf(from('mina', 'Mina', 'user'), mina)).to.deep.equal(['', 'Moderator']);
    for (const role of ['unverified', undefined] as const) {
      expect(await marksOf(mina, from('mina', 'Mina', role))).to.deep.equal(['Moderator', 'Not a moderator']);
    }
  });

  it('of one moderator is not marked for being like that of another', async () => {
    expect(await marksOf(mina, from('mina2', 'MINA', 'moderator'))).to.deep.equal(['Moderator', 'Moderator']);
  });

  it('is marked once a moderator of that name is seen', async () => {
    const source = new FakeRoom({ messages: [from('eve', 'mina', 'user')] });
    const box = await Box.show(source);
    expect(box.text).to.not.match(MARKS);
    source.receive(mina);
    await box.settled();
    expect(box.lines[1]).to.contain('Not a moderator');
  });

  it('made of nothing but marks is like no other', async () => {
    expect(await marksOf(from('a', '...', 'moderator'), from('b', '!!', 'user'))).to.deep.equal([
      'Moderator',
      '',
    ]);
  });
});

const isAlike = (one: string, other: string) =>
  skeletonsOf(one).some((skeleton) => skeletonsOf(other).includes(skeleton));

describe('two names', () => {
  it('are alike where their letters look the same', () => {
    for (const [one, other] of [
      ['paypal', 'раураl'],
      ['Ill', '1lI'],
      ['O0o', 'οОо'],
      ['modern', 'modem'],
      ['ΝΗΜΥ', 'nhmy'],
      ['Ian', 'lan'],
      ['Ian', 'IAN'],
      ['Paul', 'PAUL'],
      ['Paul', 'PauI'],
      ['MlNA', 'Mina'],
      ...['hһ', 'HҺ', 'dԁ', 'qԛ', 'wԝ', 'lӏ', 'lӀ', 'lƖ', 'ZΖ', 'aɑ', 'gɡ', 'oօ', 'uս', 'nո', 'hհ'],
    ] as const) {
      expect(isAlike(one ?? '', other ?? ''), one).to.equal(true);
    }
  });

  it('are not where they do not', () => {
    for (const [one, other] of [
      ['ab', 'ba'],
      ['미나', '마나'],
      ['m', 'n'],
      ['ada', 'adam'],
      ['Ian', 'Lan'],
      ['Lena', 'Iena'],
    ] as const) {
      expect(isAlike(one, other), one).to.equal(false);
    }
  });
});
