import { expect, fixture, html } from '@open-wc/testing';
import { STATES, type State, TALK } from '../../../demo/gallery-rooms.js';
import { en } from '../../../src/element/languages/en.js';
import type { AllStrings } from '../../../src/element/languages/strings.js';
import { allWordsOf } from '../../../src/element/tools/strings.js';
import { Box } from './box.js';

/** What users wrote or are called is in no language of the box. */
const TALK_OF_NOBODY = { names: ['1', '2', '3'], lines: ['4', '5', '6', '7', '8', '9'], long: '10 ' };
const USERS = /^(lobby|Me)$/;
const TIME = /\d+:\d\d [AP]M/;

/** Each text in brackets that nothing else has. */
function marked<Words extends object>(words: Words): Words {
  const entries = Object.entries(words).map(([key, value]) => {
    if (typeof value === 'object') return [key, marked(value as object)];
    if (typeof value === 'function') return [key, (...said: unknown[]) => `⟦${value(...said)}⟧`];
    return [key, `⟦${value}⟧`];
  });
  return Object.fromEntries(entries) as Words;
}

const STRINGS: AllStrings = marked(allWordsOf({ locale: 'en', spoken: 'en', words: en, dir: 'ltr' }));

async function show({ room, after }: State, lang = 'en'): Promise<Box> {
  const element = document.createElement('chat-room');
  element.lang = lang;
  element.strings = STRINGS;
  if (room) element.source = room(TALK_OF_NOBODY);
  (await fixture(html`<div></div>`)).append(element);
  const box = new Box(element);
  await box.settled();
  await after?.(element, TALK_OF_NOBODY);
  await box.settled();
  return box;
}

/** Everything that somebody reads or hears, but for times. */
function saidBy({ element }: Box): readonly string[] {
  const nodes = [...element.renderRoot.querySelectorAll('*')].filter((node) => !node.closest('time, style'));
  return nodes
    .flatMap((node) => [
      ...['aria-label', 'title', 'placeholder', 'alt'].map((name) => node.getAttribute(name) ?? ''),
      ...[...node.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map((text) => text.textContent ?? ''),
    ])
    .map((text) => text.replace(TIME, '').trim());
}

describe('every state of the gallery', () => {
  for (const state of STATES) {
    it(`says nothing but what a language has for it: ${state.name}`, async () => {
      const box = await show(state);
      const said = saidBy(box);
      const own = said.filter((text) => /\p{L}{2}/u.test(text) && !USERS.test(text));
      const isUsers = (text: string) =>
        box.rows.some((row) => row.querySelector('.text')?.textContent === text);
      const foreign = own.filter((text) => !/^[^\p{L}]*⟦.*⟧[^\p{L}]*$/su.test(text) && !isUsers(text));
      expect(foreign.filter((text) => !/^a-room-whose|^https:|const room/.test(text))).to.deep.equal([]);
      expect(own).not.to.deep.equal([]);
    });
  }

  for (const state of STATES) {
    it(`is its own mirror image from right to left: ${state.name}`, async () => {
      // Words of the page's own have the direction of its language, and here they are the same.
      const [ltr, rtl] = [await show(state, 'en'), await show(state, 'he')];
      expect([ltr.get('section').dir, rtl.get('section').dir]).to.deep.equal(['ltr', 'rtl']);
      const elementsIn = ({ element }: Box) =>
        // Dates are as long as each language has them, what users wrote runs its own way, and an arrow's lines are no boxes.
        [...element.renderRoot.querySelectorAll('*')].filter(
          (each) => each.getClientRects().length > 0 && !each.closest('.head, .day, .text > *, svg > *'),
        );
      const box = ltr.element.getBoundingClientRect();
      const mirrored = elementsIn(rtl);
      const off = elementsIn(ltr).filter((each, index) => {
        const [here, there] = [each, mirrored[index]].map((one) => one?.getBoundingClientRect());
        // Half a pixel may be rounded on either side.
        return !here || !there || Math.abs(here.left - box.left - (box.right - there.right)) > 1;
      });
      expect(off.map(({ className }) => className)).to.deep.equal([]);
    });
  }

  it('has one for each of the talks', () => {
    for (const talk of Object.values(TALK)) expect(talk.lines.length).to.equal(TALK.en.lines.length);
  });
});
