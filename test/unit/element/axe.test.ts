import { expect, fixture, html } from '@open-wc/testing';
import 'axe-core';
import type * as Axe from 'axe-core';
import { STATES, type State, TALK } from '../../../demo/gallery-rooms.js';
import { Box } from './box.js';

declare const axe: typeof Axe;

/** WCAG 2.2 AA, and what is good besides. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const stateOf = (name: string) => STATES.find((state) => state.name === name) as State;

/** What a user makes of the states of the gallery. */
const USED: readonly State[] = [
  {
    ...stateOf('talk'),
    name: 'launcher, closed',
    after: (element) => {
      element.mode = 'launcher';
    },
  },
  {
    ...stateOf('talk'),
    name: 'launcher, open',
    after: async (element) => {
      element.mode = 'launcher';
      const box = new Box(element);
      await box.settled();
      box.get('.launcher').click();
    },
  },
  {
    ...stateOf('moderator'),
    name: 'menu of a message, open',
    after: (element) => new Box(element).rows[1]?.querySelector<HTMLElement>('[aria-haspopup]')?.click(),
  },
  {
    ...stateOf('moderator'),
    name: 'menu of the room, open',
    after: (element) => new Box(element).get('header [aria-haspopup]').click(),
  },
  {
    ...stateOf('marks'),
    name: 'a message that has the focus',
    after: (element) => new Box(element).rows.at(-1)?.focus(),
  },
];

async function show({ room, after }: State, lang: 'en' | 'ar', theme: 'light' | 'dark'): Promise<void> {
  const talk = TALK[lang];
  const page = await fixture<HTMLElement>(html`<main lang=${lang}><h1>Chat</h1></main>`);
  const element = document.createElement('chat-room');
  element.theme = theme;
  if (room) element.source = room(talk);
  page.append(element);
  const box = new Box(element);
  await box.settled();
  await after?.(element, talk);
  await box.settled();
  await Promise.all(element.shadowRoot?.getAnimations().map(({ finished }) => finished) ?? []);
}

/** Each rule that is broken, and where. */
async function found(): Promise<readonly (readonly string[])[]> {
  const { violations } = await axe.run(document, { runOnly: TAGS });
  return violations.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => `${target}`)]);
}

describe('axe finds nothing', () => {
  const { title } = document;
  before(() => {
    document.title = 'Chat';
  });
  after(() => {
    document.title = title;
  });

  it('where it looks, which is in the box, too', async () => {
    await show(stateOf('talk'), 'en', 'light');
    const root = document.querySelector('chat-room')?.shadowRoot as ShadowRoot;
    root.querySelector('.send')?.removeAttribute('aria-label');
    root.querySelector<HTMLElement>('time')?.style.setProperty('color', '#ddd');
    const rules = (await found()).map(([rule]) => rule);
    expect(rules).to.have.members(['button-name', 'color-contrast']);
  });

  for (const theme of ['light', 'dark'] as const) {
    for (const lang of ['en', 'ar'] as const) {
      for (const state of [...STATES, ...USED]) {
        it(`${state.name}, ${theme}, ${lang}`, async () => {
          await show(state, lang, theme);
          expect(await found()).to.deep.equal([]);
        });
      }
    }
  }
});
