import { expect } from '@open-wc/testing';
import { nameOf } from '../../../src/element/names.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

const shown = (name: string) => nameOf({ name, userId: 'u1' });

describe('what is shown of a name', () => {
  for (const [title, name, expected] of [
    ['is what it was', '미나 Kim-O’Neil 3세', '미나 Kim-O’Neil 3세'],
    ['is composed', '\u1106\u1175\u1102\u1161 e\u0301', '미나 é'],
    ['has single blanks, and none around', '\u3000a \t\n\u00a0 b\u2029', 'a b'],
    ['has no control characters', 'a\u0000b\u0085c\u007fd', 'a b c d'],
    ['has nothing of no width', 'a\u200b\u200c\u200d\u2060\u2064\ufeff\u00ad\u034f\u180eb', 'ab'],
    ['has no Hangul fillers', '\u115f미\u1160나\u3164\uffa0', '미나'],
    ['has no blank of Braille', '\u2800a\u2800', 'a'],
    ['has no tags', 'a\u{e0001}\u{e0041}\u{e007f}', 'a'],
    ['has no lone variation selectors', 'a\ufe0f\ufe00\u{e0100}', 'a'],
    ['turns no direction', '\u202e\u202aa\u2066\u2069\u061c\u200e\u200f\u202cb', 'ab'],
    [
      'has three marks on a letter at most',
      `a${'\u0321'.repeat(9)}b${'\u0321'.repeat(2)}`,
      'a\u0321\u0321\u0321b\u0321\u0321',
    ],
    ['has marks counted over what is invisible', `a${'\u0321\u200b'.repeat(9)}`, 'a\u0321\u0321\u0321'],
    ['keeps what joins emoji', '👩‍👩‍👧‍👦 ❤️‍🔥 🧑🏽‍💻 🏳️‍🌈', '👩‍👩‍👧‍👦 ❤️‍🔥 🧑🏽‍💻 🏳️‍🌈'],
    ['keeps no joiner that joins nothing', '👩\u200d\u200d', '👩'],
    ['is the id where nothing is left', '\u3164\u200b \u202e', 'u1'],
  ] as const) {
    it(title, () => expect(shown(name)).to.equal(expected));
  }

  it('is as clean where it is the id', () => {
    expect(nameOf({ name: '', userId: '\u202eu\u200b1' })).to.equal('u1');
    expect(nameOf({ name: ' ', userId: '\u200b' })).to.equal('');
  });

  it('is that in the row, its title and its initial', async () => {
    const name = '\u202e\u200b ada\u3164';
    const box = await Box.show(new FakeRoom({ messages: [messageOf('hello', { name })] }));
    const bdi = box.list.querySelector('bdi');
    expect(bdi?.textContent).to.equal('ada');
    expect(bdi?.title).to.equal('ada');
    expect(box.get('.initial').textContent).to.equal('A');
  });
});
