import { expect, fixture, html } from '@open-wc/testing';
import { STATES, type State, TALK } from '../../../demo/gallery-rooms.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';
import { tableOf } from './theming.js';

/** A part, or one of those that have a second name, as `::part()` takes it. */
const DOCUMENTED = tableOf('Parts').flatMap(([[part = ''] = [], others = []]) => [
  part,
  ...others.map((other) => `${part} ${other}`),
]);

/** No part, since nobody sees it: words for screen readers only, a copy that gives the text its height, the place of a menu. */
const UNSEEN = '.unseen, .grow, .menu-place';

const dressed = new Set<string>();
const nameless = new Set<string>();
const named = new Set<string>();

async function showState({ room, after }: State): Promise<Box> {
  const element = document.createElement('chat-room');
  element.lang = 'en';
  if (room) element.source = room(TALK.en);
  (await fixture(html`<div></div>`)).append(element);
  const box = new Box(element);
  await box.settled();
  await after?.(element, TALK.en);
  await box.settled();
  return box;
}

const htmlOf = ({ outerHTML }: Element) => outerHTML;

/** Has the page style one part after another, and sees which of them change, and nothing else with them. */
function look({ element }: Box): void {
  const nodes = [...element.renderRoot.querySelectorAll('*')];
  const outlined = () => nodes.filter((node) => getComputedStyle(node).outlineWidth === '7px');
  for (const node of nodes) {
    if (node.hasAttribute('class') && node.part.length === 0 && !node.matches(UNSEEN))
      nameless.add(node.outerHTML);
    if (node.part[0]) named.add(node.part[0]);
  }
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  for (const part of DOCUMENTED.filter((each) => !dressed.has(each))) {
    const having = nodes.filter((node) => part.split(' ').every((name) => node.part.contains(name)));
    if (having.length === 0) continue;
    sheet.replaceSync(`chat-room::part(${part}) { outline: 7px solid red }`);
    expect(outlined().map(htmlOf), part).to.deep.equal(having.map(htmlOf));
    dressed.add(part);
  }
  document.adoptedStyleSheets.pop();
}

describe('parts', () => {
  before(async function () {
    this.timeout(60_000);
    for (const state of STATES) look(await showState(state));

    const source = new RuledRoom(['read', 'write', 'moderate'], {
      messages: [
        messageOf('mine', { userId: 'me', role: 'user' }),
        messageOf('as one', { userId: 'mod', name: 'Mo', role: 'moderator' }),
        messageOf('as if', { userId: 'other', name: 'mo', role: 'user' }),
      ],
    });
    const ruled = await Box.show(source);
    await ruled.choose('mine', 'Delete');
    look(ruled);
    await ruled.click('Cancel');
    await ruled.choose('mine', 'Edit');
    look(ruled);
    source.become('closed');
    await ruled.settled();
    look(ruled);

    const older = new FakeRoom({ messages: [messageOf('hello')], older: [[messageOf('before')]] });
    const torn = await Box.show(older);
    older.failOlder();
    await torn.settled();
    look(torn);

    const closed = new FakeRoom({ messages: [messageOf('hello')] });
    const corner = await Box.show(closed, { mode: 'launcher' });
    closed.receive(messageOf('news'));
    await corner.settled();
    look(corner);
  });

  it('are all that has a look of its own', () => {
    expect([...nameless]).to.deep.equal([]);
  });

  it('are all in THEMING.md', () => {
    expect(DOCUMENTED).to.include.members([...named]);
  });

  for (const part of DOCUMENTED) {
    it(`::part(${part}) is the page's to style`, () => {
      expect([...dressed]).to.include(part);
    });
  }
});
