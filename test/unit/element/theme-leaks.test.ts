import { expect, fixture, html } from '@open-wc/testing';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

/** What a node takes over from around it unless somebody says otherwise, in values that nobody would want. */
const INHERITED: Readonly<Record<string, string>> = {
  'accent-color': 'red',
  'border-collapse': 'collapse',
  'border-spacing': '9px',
  'caption-side': 'bottom',
  'caret-color': 'red',
  color: 'red',
  cursor: 'wait',
  direction: 'rtl',
  'empty-cells': 'hide',
  fill: 'red',
  'fill-opacity': '0.1',
  'font-family': 'serif',
  'font-feature-settings': '"smcp"',
  'font-kerning': 'none',
  'font-size': '9px',
  'font-size-adjust': '2',
  'font-stretch': '200%',
  'font-style': 'italic',
  'font-synthesis': 'none',
  'font-variant': 'small-caps',
  'font-variation-settings': '"wght" 900',
  'font-weight': '900',
  'hyphenate-character': '"!"',
  hyphens: 'auto',
  'image-rendering': 'pixelated',
  'letter-spacing': '9px',
  'line-break': 'anywhere',
  'line-height': '3',
  'list-style': 'square inside',
  orphans: '9',
  'overflow-wrap': 'anywhere',
  'paint-order': 'stroke',
  'pointer-events': 'none',
  quotes: '"«" "»"',
  'scrollbar-color': 'red blue',
  stroke: 'red',
  'stroke-dasharray': '1 9',
  'stroke-linecap': 'square',
  'stroke-linejoin': 'bevel',
  'stroke-width': '9px',
  'tab-size': '1',
  'text-align': 'center',
  'text-align-last': 'center',
  'text-anchor': 'end',
  'text-combine-upright': 'all',
  'text-decoration': 'underline red',
  'text-decoration-skip-ink': 'none',
  'text-emphasis': 'filled red',
  'text-indent': '40px',
  'text-orientation': 'upright',
  'text-rendering': 'geometricPrecision',
  'text-shadow': '0 0 9px red',
  'text-transform': 'uppercase',
  'text-underline-offset': '9px',
  'text-underline-position': 'under',
  'text-wrap': 'nowrap',
  'user-select': 'none',
  'white-space': 'pre',
  'word-break': 'break-all',
  'word-spacing': '9px',
  'writing-mode': 'vertical-rl',
  '-webkit-text-stroke': '3px red',
  '-webkit-text-fill-color': 'red',
  '-webkit-text-security': 'disc',
  '-webkit-tap-highlight-color': 'red',
};

/** What is computed of these properties, of everything in the box. */
function looksOf({ element }: Box, properties: readonly string[]): readonly string[] {
  return [...element.renderRoot.querySelectorAll('*')].flatMap((node) =>
    [null, '::before', '::after'].flatMap((pseudo) => {
      const style = getComputedStyle(node, pseudo);
      return properties.map(
        (name) => `${node.outerHTML.slice(0, 60)}${pseudo ?? ''}: ${style.getPropertyValue(name)}`,
      );
    }),
  );
}

async function show(mode: string): Promise<{ box: Box; page: HTMLElement }> {
  const page = await fixture<HTMLElement>(html`<div></div>`);
  const messages = [messageOf('see https://a.kr'), messageOf('mine', { userId: 'me', status: 'failed' })];
  const box = await Box.show(new FakeRoom({ messages }), { mode });
  page.append(box.element);
  await box.settled();
  return { box, page };
}

describe('the page around', () => {
  for (const mode of ['inline', 'launcher']) {
    it(`does not reach inside with what is inherited: ${mode}`, async () => {
      const { box, page } = await show(mode);
      // Each browser has some of its own.
      const known = Object.entries(INHERITED).filter(([name, value]) => CSS.supports(name, value));
      expect(known.length).to.be.greaterThan(50);
      for (const [name, value] of known) {
        // The button stands in a corner of the page: which one is for the page to say.
        if (name === 'direction' && mode === 'launcher') continue;
        page.style.setProperty(name, value);
        const properties = [...page.style, '-webkit-text-decorations-in-effect'];
        const changed = looksOf(box, properties);
        page.removeAttribute('style');
        const calm = looksOf(box, properties);
        expect(
          changed.filter((look, index) => look !== calm[index]),
          name,
        ).to.deep.equal([]);
      }
    });
  }
});
