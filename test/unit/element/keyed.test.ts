import { expect } from '@open-wc/testing';
import { html, render } from 'lit';
import { keyed } from '../../../src/element/keyed.js';

interface Named {
  readonly key: string;
  readonly text?: string;
}

/** A list whose rows are counted as they are rendered. */
class List {
  readonly root = document.createElement('div');
  rendered = 0;

  show(keys: string, made: readonly unknown[] = [keys]): HTMLElement[] {
    const items: Named[] = [...keys].map((key) => ({ key }));
    const row = ({ key }: Named) => {
      this.rendered++;
      return html`<p>${key}</p>`;
    };
    render(html`<i></i>${keyed(made, items, row)}<b></b>`, this.root);
    return [...this.root.querySelectorAll('p')];
  }
}

/** The rows of one list after those of another, by the places they had. */
function places(before: string, after: string): { text: string; from: readonly number[]; root: HTMLElement } {
  const list = new List();
  const rows = list.show(before);
  const now = list.show(after);
  return { text: list.root.textContent ?? '', from: now.map((row) => rows.indexOf(row)), root: list.root };
}

describe('a keyed list', () => {
  for (const [before, after, from] of [
    ['', 'abc', [-1, -1, -1]],
    ['abc', '', []],
    ['abc', 'abcd', [0, 1, 2, -1]],
    ['abc', 'xyabc', [-1, -1, 0, 1, 2]],
    ['abcd', 'bcd', [1, 2, 3]],
    ['abcd', 'ad', [0, 3]],
    ['abcd', 'dcba', [3, 2, 1, 0]],
    ['abcd', 'xbdya', [-1, 1, 3, -1, 0]],
  ] as const) {
    it(`goes from "${before}" to "${after}" with the nodes it has`, () => {
      const moved = places(before, after);
      expect(moved.text).to.equal(after);
      expect(moved.from).to.deep.equal([...from]);
      expect([moved.root.firstElementChild?.localName, moved.root.lastElementChild?.localName]).to.deep.equal(
        ['i', 'b'],
      );
    });
  }

  it('leaves nothing behind of what is gone', () => {
    const list = new List();
    list.show('ab');
    const nodes = list.root.childNodes.length;
    for (const keys of ['bc', 'cdef', 'x', 'ab']) list.show(keys);
    expect(list.root.childNodes.length).to.equal(nodes);
  });

  it('renders nothing again while what it was made of is the same', () => {
    const list = new List();
    const made = [1, {}];
    list.show('abc', made);
    list.show('abcd', [...made]);
    expect(list.rendered).to.equal(3);
    list.show('abcd', [1, {}]);
    expect(list.rendered).to.equal(7);
  });
});
