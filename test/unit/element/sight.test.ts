import { expect, fixture, html } from '@open-wc/testing';
import { emulateMedia, sendKeys } from '@web/test-runner-commands';
import { STATES, type State, TALK } from '../../../demo/gallery-rooms.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

/** What WCAG 1.4.12 lets a reader set. */
const SPACED = `
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-block-end: 2em !important }`;

async function show({ room, after }: State, lang: 'en' | 'ar', width: string): Promise<Box> {
  const element = document.createElement('chat-room');
  element.lang = lang;
  if (room) element.source = room(TALK[lang]);
  const place = await fixture<HTMLElement>(html`<div></div>`);
  place.style.width = width;
  place.append(element);
  const box = new Box(element);
  await box.settled();
  await after?.(element, TALK[lang]);
  await box.settled();
  return box;
}

/** Those whose end may be left out: it is said in full elsewhere. */
const CUT = '.title, .name';

/** What stands out of the box on either side, or is cut there. */
function lostIn({ element }: Box): readonly string[] {
  const { left, right } = element.getBoundingClientRect();
  const nodes = [...element.renderRoot.querySelectorAll<HTMLElement>('.box *:not(svg, path, .unseen)')];
  const isLost = (node: HTMLElement): boolean => {
    const rect = node.getBoundingClientRect();
    const isOut = rect.width > 0 && (rect.left < left || rect.right > right);
    const isCut = node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== 'visible';
    return isOut || (isCut && !node.matches(CUT));
  };
  return nodes.filter(isLost).map(({ className, localName }) => className || localName);
}

/** Buttons that are hard to hit: smaller than WCAG 2.5.8 asks for. */
function smallIn({ element }: Box): readonly string[] {
  const buttons = [...element.renderRoot.querySelectorAll('button')];
  const rects = buttons.map((button) => ({ button, rect: button.getBoundingClientRect() }));
  return rects
    .filter(({ rect }) => rect.width < 24 || rect.height < 24)
    .map(({ button }) => button.textContent.trim() || button.className);
}

describe('a narrow box, or one that is magnified', () => {
  for (const lang of ['en', 'ar'] as const) {
    for (const state of STATES) {
      it(`shows all of it at 320 px, with more space, with text of 200 %: ${state.name}, ${lang}`, async () => {
        const box = await show(state, lang, '320px');
        expect(lostIn(box), '320 px').to.deep.equal([]);
        expect(smallIn(box)).to.deep.equal([]);
        const style = box.element.renderRoot.appendChild(document.createElement('style'));
        style.textContent = SPACED;
        await box.settled();
        expect(lostIn(box), 'more space').to.deep.equal([]);
        style.remove();
        (box.element.parentElement as HTMLElement).style.width = '400px';
        for (const [name, size] of [
          ['text-size', '30px'],
          ['text-leading', '44px'],
          ['small-size', '24px'],
          ['small-leading', '32px'],
        ]) {
          box.element.style.setProperty(`--chat-${name}`, size ?? '');
        }
        await box.settled();
        expect(lostIn(box), '200 %').to.deep.equal([]);
      });
    }
  }

  it('leaves room for messages and for the text where it is as low as WCAG thinks of', async () => {
    const box = await show(STATES[0] as State, 'en', '320px');
    box.element.style.height = '256px';
    await box.settled();
    expect(box.list.clientHeight).to.be.at.least(100);
    const composer = box.composer.getBoundingClientRect();
    expect(composer.bottom).to.be.at.most(box.element.getBoundingClientRect().bottom);
  });
});

describe('what has the focus', () => {
  it('is not under the button that lies on the list', async () => {
    const messages = Array.from({ length: 60 }, (_, i) => messageOf(`https://a.example/${i}`));
    const box = await Box.show(new FakeRoom({ messages }));
    await box.scrollTo(900);
    const { top } = box.get('.latest').getBoundingClientRect();
    const links = [...box.list.querySelectorAll('a')];
    const under = links.findIndex((link) => link.getBoundingClientRect().bottom > top);
    links[under - 1]?.focus({ preventScroll: true });
    await sendKeys({ press: 'Tab' });
    await box.settled();
    expect(box.hasFocus(links[under] as HTMLElement)).to.equal(true);
    expect(links[under]?.getBoundingClientRect().bottom).to.be.at.most(top);
  });
});

describe('the colours of the system', () => {
  before(() => emulateMedia({ forcedColors: 'active' }));
  after(() => emulateMedia({ forcedColors: 'none' }));

  const stateOf = (name: string) => STATES.find((state) => state.name === name) as State;
  const borderOf = (element: Element | null | undefined) =>
    getComputedStyle(element as Element).borderInlineEndWidth;

  it('leave lines around messages, and tell own from others', async () => {
    const box = await show(stateOf('talk'), 'en', '400px');
    const bubble = (selector: string) => box.find(`.row${selector} .bubble`);
    expect(borderOf(bubble(':not(.own)'))).to.equal('1px');
    expect(borderOf(bubble('.own'))).to.equal('4px');
    expect(borderOf(box.find('.send'))).to.equal('1px');
  });

  it('leave something to see of what is loading, and of where one types', async () => {
    const box = await show(stateOf('loading'), 'en', '400px');
    expect(borderOf(box.find('.placeholders i'))).to.equal('1px');
    const outline = () => getComputedStyle(box.get('.field')).outlineStyle;
    expect(outline()).to.equal('none');
    box.composer.focus();
    expect(outline()).to.equal('solid');
  });

  it('leave a ring around the message that has the focus', async () => {
    const box = await show(stateOf('talk'), 'en', '400px');
    box.list.focus();
    await sendKeys({ press: 'ArrowUp' });
    expect(getComputedStyle(box.rows.at(-1) as HTMLElement).outlineStyle).to.equal('solid');
  });
});
