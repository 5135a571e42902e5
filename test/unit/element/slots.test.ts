import { expect, html, nextFrame } from '@open-wc/testing';
import { render, type TemplateResult } from 'lit';
import { stub } from 'sinon';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';
import { codeOf, tableOf } from './theming.js';

const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=';

async function fill(box: Box, children: TemplateResult): Promise<void> {
  render(children, box.element);
  // Whoever is told of new children is told once this turn is over.
  await nextFrame();
  await box.settled();
}

async function show(source: FakeRoom, children: TemplateResult): Promise<Box> {
  const box = await Box.show(source);
  await fill(box, children);
  return box;
}

const avatarsIn = (box: Box) => [...box.list.querySelectorAll<HTMLElement>('[part~="avatar"]')];
const said = (box: Box) => avatarsIn(box).map(({ textContent }) => textContent.trim());

describe('slots', () => {
  it("header: stands in place of the room's name and state; the room's menu and an outage stay", async () => {
    const source = new RuledRoom(['read', 'write', 'moderate'], { messages: [messageOf('hello')] });
    const box = await show(source, html`<h2 slot="header">Support</h2>`);
    source.become('disconnected');
    await box.settled();
    const heading = box.element.querySelector('h2') as HTMLElement;
    const header = box.get('header').getBoundingClientRect();
    expect(heading.getBoundingClientRect().height).to.be.greaterThan(0);
    expect(box.get('[part="title"]').checkVisibility()).to.equal(false);
    expect(box.get('[part~="state"]').checkVisibility()).to.equal(false);
    expect(box.button('Actions').getBoundingClientRect().right).to.be.closeTo(header.right - 8, 1);
    expect(box.get('[part="outage"]').checkVisibility()).to.equal(true);
  });

  it('footer: stands under the composer', async () => {
    const box = await show(new FakeRoom(), html`<small slot="footer">Be kind.</small>`);
    const footer = (box.element.querySelector('small') as HTMLElement).getBoundingClientRect();
    expect(footer.top).to.be.at.least(box.get('[part="composer"]').getBoundingClientRect().bottom);
    expect(footer.bottom).to.be.at.most(box.get('section').getBoundingClientRect().bottom);
    expect(footer.height).to.be.greaterThan(0);
  });

  it('empty: stands in place of the words of an empty room, and goes with them', async () => {
    const source = new FakeRoom({ messages: [] });
    const box = await show(source, html`<p slot="empty">Nobody is here.</p>`);
    const words = box.element.querySelector('p') as HTMLElement;
    expect(words.checkVisibility()).to.equal(true);
    expect(box.get('[part="heading"]').checkVisibility()).to.equal(false);
    source.receive(messageOf('hello'));
    await box.settled();
    expect(words.checkVisibility()).to.equal(false);
  });

  it('are those of THEMING.md, as it shows them', async () => {
    const box = await Box.show(new FakeRoom());
    const slots = [...box.element.renderRoot.querySelectorAll('slot')].map(({ name }) => name);
    // What is read to those who do not see the box is its own.
    const names = slots.filter((name) => name !== 'announcer');
    expect(tableOf('Slots').map(([cell]) => cell?.[0])).to.have.members(names);
    const shown = document.createElement('template');
    shown.innerHTML = codeOf('Slots');
    const children = [...(shown.content.firstElementChild as Element).children];
    expect(children.map(({ slot }) => slot)).to.have.members(names);
  });

  it('shows nothing else of what stands in the tag', async () => {
    const box = await show(new FakeRoom(), html`<b>lost</b>`);
    expect((box.element.querySelector('b') as HTMLElement).checkVisibility()).to.equal(false);
  });
});

describe('avatars', () => {
  const talk = () =>
    new FakeRoom({
      messages: ['ada', 'bob', 'ada', 'me', 'cy'].map((userId) =>
        messageOf('hello', { userId, name: userId }),
      ),
    });

  it('stand in place of the initial in each group of that user', async () => {
    const box = await show(talk(), html`<img slot="avatar" data-user="ada" src=${PICTURE} alt="" />`);
    expect(said(box)).to.deep.equal(['', 'B', '', 'C']);
    const [picture] = avatarsIn(box).map(({ firstElementChild }) => firstElementChild as HTMLElement);
    expect(picture?.getAttribute('src')).to.equal(PICTURE);
    expect([picture?.offsetWidth, picture?.offsetHeight]).to.deep.equal([28, 28]);
    expect(getComputedStyle(picture as Element).borderRadius).to.equal('50%');
    expect((box.element.querySelector('img') as HTMLElement).checkVisibility()).to.equal(false);
  });

  it('follow what comes, changes and goes', async () => {
    const box = await show(talk(), html``);
    expect(said(box)).to.deep.equal(['A', 'B', 'A', 'C']);
    const badge = document.createElement('span');
    badge.slot = 'avatar';
    badge.dataset['user'] = 'bob';
    badge.append('🦊');
    const after = async (step: () => unknown) => {
      step();
      await nextFrame();
      await box.settled();
      return said(box);
    };
    expect(await after(() => box.element.append(badge))).to.deep.equal(['A', '🦊', 'A', 'C']);
    expect(await after(() => (badge.firstChild as Text).replaceData(0, 9, '🐻'))).to.deep.equal([
      'A',
      '🐻',
      'A',
      'C',
    ]);
    expect(await after(() => badge.setAttribute('data-user', 'ada'))).to.deep.equal(['🐻', 'B', '🐻', 'C']);
    expect(await after(() => badge.remove())).to.deep.equal(['A', 'B', 'A', 'C']);
  });

  it('are the same nodes after other news, and after news of another avatar', async () => {
    const source = talk();
    const picture = (user: string, src: string) =>
      html`<img slot="avatar" data-user=${user} src=${src} alt="" />`;
    const box = await show(source, html`${picture('ada', PICTURE)}${picture('bob', PICTURE)}`);
    const nodes = () => avatarsIn(box).map(({ firstElementChild }) => firstElementChild);
    const [ada, bob] = nodes();
    source.receive(messageOf('news', { userId: 'bob' }));
    await box.settled();
    box.element.querySelectorAll('img')[1]?.setAttribute('src', `${PICTURE}#new`);
    await nextFrame();
    await box.settled();
    expect(nodes()[0]).to.equal(ada);
    expect(nodes()[1]).not.to.equal(bob);
    expect((nodes()[1] as HTMLElement).getAttribute('src')).to.equal(`${PICTURE}#new`);
  });

  it('bring no id, no handler and no place for the focus with them', async () => {
    const log = stub(console, 'log');
    const box = await show(
      talk(),
      html`<b id="one" class="face" slot="avatar" data-user="ada" tabindex="0" onclick="console.log('ran')">
        <i id="two" onfocus="console.log('ran')">x</i>
      </b>`,
    );
    const copies = avatarsIn(box).flatMap((avatar) => [...avatar.querySelectorAll<HTMLElement>('*')]);
    expect(copies).to.have.length(4);
    for (const copy of copies) {
      expect(copy.getAttributeNames().filter((name) => /^(id|slot|on.*)$/.test(name))).to.deep.equal([]);
      copy.click();
      copy.focus();
      expect(copy.matches(':focus')).to.equal(false);
    }
    expect(copies[0]?.className).to.equal('face');
    expect(log.args).to.deep.equal([]);
    log.restore();
  });

  it('neither load nor run a second time where they are kept', async () => {
    let made = 0;
    customElements.define(
      'avatar-probe',
      class extends HTMLElement {
        constructor() {
          super();
          made++;
        }
      },
    );
    const box = await show(talk(), html`<avatar-probe slot="avatar" data-user="ada"></avatar-probe>`);
    expect(avatarsIn(box).filter((avatar) => avatar.querySelector('avatar-probe'))).to.have.length(2);
    expect(made).to.equal(3);
  });
});
