import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { Box } from './box.js';
import { ground, luminance } from './colours.js';
import { fill } from './crowd.js';

describe('what the user of the device wants', () => {
  afterEach(async () => {
    document.documentElement.style.colorScheme = '';
    await emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference', forcedColors: 'none' });
  });

  const isDark = (box: Box) => luminance(ground(box.get('section'))) < 0.1;

  it('follows the color-scheme of the page, not the device alone', async () => {
    const box = await Box.show(fill());
    await emulateMedia({ colorScheme: 'dark' });
    expect(isDark(box), 'a page that knows no dark').to.equal(false);
    document.documentElement.style.colorScheme = 'light dark';
    expect(isDark(box), 'a page that knows both').to.equal(true);
    await emulateMedia({ colorScheme: 'light' });
    expect(isDark(box), 'a light device').to.equal(false);
  });

  it('stands still where motion is not wanted', async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    const box = await Box.show(fill());
    await box.type('on its way');
    await box.press('Enter');
    for (const element of box.element.renderRoot.querySelectorAll('*')) {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      expect(Number.parseFloat(transitionDuration)).to.equal(0);
      expect(Number.parseFloat(animationDuration)).to.be.at.most(0.001);
    }
  });

  it('tells rows apart where the device sets all colours', async () => {
    await emulateMedia({ forcedColors: 'active' });
    const box = await Box.show(fill());
    const bubble = box.rows[0]?.querySelector('p')?.parentElement as Element;
    expect(Number.parseFloat(getComputedStyle(bubble).borderTopWidth)).to.be.greaterThan(0);
  });
});
