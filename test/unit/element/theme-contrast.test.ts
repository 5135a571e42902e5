import { expect } from '@open-wc/testing';
import { Box } from './box.js';
import { contrast, ground } from './colours.js';
import { messageOf } from './fake-room.js';
import { RuledRoom } from './ruled-room.js';

/** All around the colours, from black to white and from grey to more than a screen can show. */
const ACCENTS = [0, 0.2, 0.35, 0.45, 0.5, 0.55, 0.65, 0.8, 0.9, 1].flatMap((lightness) => [
  `oklch(${lightness} 0 0)`,
  ...[0.1, 0.2, 0.3].flatMap((chroma) =>
    Array.from({ length: 18 }, (_, i) => `oklch(${lightness} ${chroma} ${i * 20})`),
  ),
]);
const CORNERS = ['#f00', '#0f0', '#00f', '#ff0', '#0ff', '#f0f'];

/** Everything that has a colour of the accent's, or stands on one. */
const READ = {
  'text in a bubble of my own': '.own [part="text"]',
  'its link': '.own [part="link"]',
  'says that it was edited': '.own [part="edited"]',
  "a link in others' bubbles": '.others [part="link"]',
  'a mark': '[part="mark moderator"]',
  'a button in the list': '.trouble [part="button"]',
  'a button on the line of an outage': '[part="outage"] [part="button"]',
  'what was not read': '[part="unread"]',
  'the way to the end': '[part="latest"]',
  Send: '[part="send"]',
} as const;

async function show(theme: string): Promise<Box> {
  const source = new RuledRoom(['read', 'write'], {
    messages: [
      ...Array.from({ length: 24 }, () => messageOf('hello')),
      messageOf('see https://a.kr', { userId: 'mod', role: 'moderator' }),
      messageOf('see https://a.kr', { userId: 'me', editedAt: 1 }),
    ],
  });
  const box = await Box.show(source, { theme });
  await box.type('lost');
  await box.press('Enter');
  source.fail();
  source.become('disconnected');
  await box.type('more');
  await box.scrollTo(box.list.scrollTop - 30);
  source.receive(messageOf('news'));
  await box.settled();
  return box;
}

describe('contrast', () => {
  for (const theme of ['light', 'dark']) {
    it(`is 3 to 1 for the edge of the text field: ${theme}`, async () => {
      const box = await show(theme);
      box.composer.blur();
      await Promise.all(
        box
          .get('.field')
          .getAnimations()
          .map(({ finished }) => finished),
      );
      const { borderTopColor, borderTopStyle } = getComputedStyle(box.get('.field'));
      expect(borderTopStyle).to.equal('solid');
      expect(contrast(borderTopColor, ground(box.get('.field')))).to.be.at.least(3);
    });
  }
});

describe('contrast, from any accent', () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`is 4.5 to 1 for text, 3 to 1 for the ring of the focus, and bubbles can be seen: ${theme}`, async () => {
      const box = await show(theme);
      const read = Object.entries(READ).map(([name, part]) => [name, box.get(part)] as const);
      const buttons = read.filter(([, element]) => element.localName === 'button');
      const mine = box.get('.own.sent [part~="bubble"]');
      const poor = new Map<string, string>();
      const judge = (name: string, accent: string, color: string, on: string, least: number) => {
        const ratio = contrast(color, on);
        if (ratio < least) poor.set(name, `${ratio.toFixed(2)} from ${accent}`);
      };
      for (const accent of [...CORNERS, ...ACCENTS]) {
        box.element.style.setProperty('--chat-accent', accent);
        for (const [name, element] of read) {
          judge(name, accent, getComputedStyle(element).color, ground(element), 4.5);
        }
        judge('a bubble of my own', accent, ground(mine), ground(box.list), 1.1);
        for (const [name, button] of buttons) {
          button.focus();
          const { outlineColor, outlineStyle } = getComputedStyle(button);
          expect(outlineStyle).to.equal('solid');
          judge(`ring of ${name}`, accent, outlineColor, ground(button.parentElement as Element), 3);
        }
      }
      expect(Object.fromEntries(poor)).to.deep.equal({});
    });
  }
});
