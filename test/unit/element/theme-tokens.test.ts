import { expect } from '@open-wc/testing';
import { ChatRoomElement } from '../../../src/element/chat-room.js';
import { launcherStyles } from '../../../src/element/launcher/styles.js';
import { toolStyles } from '../../../src/element/tools/styles.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';
import { tableOf } from './theming.js';

const css = [...ChatRoomElement.elementStyles, launcherStyles, toolStyles].map(String).join('\n');
const DOCUMENTED = tableOf('Custom properties').map(([[name = ''] = [], defaults = []]) => ({
  name: name.replace('--chat-', ''),
  defaults,
}));

const COLOUR = 'rgb(1, 2, 3)';

/** Where each can be seen: the part and its property that take on this value. */
const SEEN: Readonly<Record<string, readonly [part: string, property: string, value: string]>> = {
  accent: ['send', 'background-color', COLOUR],
  surface: ['box', 'background-color', COLOUR],
  text: ['name', 'color', COLOUR],
  muted: ['time', 'color', COLOUR],
  border: ['header', 'border-bottom-color', COLOUR],
  others: ['bubble others', 'background-color', COLOUR],
  own: ['bubble own', 'background-color', COLOUR],
  danger: ['trouble', 'color', COLOUR],
  waiting: ['state disconnected', 'border-top-color', COLOUR],
  good: ['state connected', 'border-top-color', COLOUR],
  ink: ['link', 'color', COLOUR],
  fill: ['send', 'background-color', COLOUR],
  'on-fill': ['send', 'color', COLOUR],
  font: ['text', 'font-family', 'monospace'],
  'text-size': ['text', 'font-size', '31px'],
  'text-leading': ['text', 'line-height', '31px'],
  'small-size': ['time', 'font-size', '9px'],
  'small-leading': ['time', 'line-height', '31px'],
  radius: ['box', 'border-top-left-radius', '3px'],
  'avatar-size': ['avatar', 'inline-size', '41px'],
  measure: ['bubble others', 'inline-size', '40px'],
  column: ['rows', 'inline-size', '99px'],
};

async function show(isConnected: boolean): Promise<Box> {
  const source = new FakeRoom({
    messages: [messageOf('see https://a.kr'), messageOf('mine', { userId: 'me' })],
  });
  const box = await Box.show(source);
  await box.type('lost');
  await box.press('Enter');
  source.fail();
  if (!isConnected) source.become('disconnected');
  await box.type('more');
  return box;
}

function seenOn(box: Box, part: string, property: string): string {
  const names = part.split(' ').map((name) => `[part~="${name}"]`);
  // The state shows its colour on a dot before its words.
  const style = getComputedStyle(box.get(names.join('')), part.startsWith('state ') ? '::before' : null);
  return style.getPropertyValue(property);
}

describe('custom properties', () => {
  it('are all in THEMING.md, and nothing else is', () => {
    const used = new Set([...css.matchAll(/--chat-([\w-]+)/g)].map(([, name = '']) => name));
    expect(DOCUMENTED.map(({ name }) => name)).to.have.members([...used]);
    expect(Object.keys(SEEN)).to.have.members([...used]);
  });

  for (const { name, defaults } of DOCUMENTED) {
    it(`--chat-${name} changes what it says`, async () => {
      const [part, property, value] = SEEN[name] ?? ['', '', ''];
      const box = await show(name !== 'waiting');
      expect(seenOn(box, part, property)).to.not.equal(value);
      box.element.style.setProperty(`--chat-${name}`, value);
      await Promise.all(
        box
          .get(`[part~="${part.split(' ')[0]}"]`)
          .getAnimations()
          .map((each) => each.finished),
      );
      expect(seenOn(box, part, property)).to.equal(value);
    });

    it(`--chat-${name} is what it is said to be without that`, () => {
      const value = defaults.length === 2 ? `light-dark(${defaults})` : (defaults[0] ?? '');
      expect(css).to.include(`--_${name}:var(--chat-${name},${value}`);
    });
  }
});
