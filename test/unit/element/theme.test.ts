import { expect, fixture, html } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import type { Message } from '../../../src/client/index.js';
import { Box } from './box.js';
import { contrast, ground, luminance } from './colours.js';
import { fill } from './crowd.js';
import { messageOf } from './fake-room.js';

describe('the look', () => {
  afterEach(() => {
    document.documentElement.style.colorScheme = '';
  });

  const isDark = (box: Box) => luminance(ground(box.get('section'))) < 0.1;

  it('is light or dark when it is told to', async () => {
    const box = await Box.show(fill(), { theme: 'dark' });
    expect(isDark(box)).to.equal(true);
    document.documentElement.style.colorScheme = 'dark';
    box.element.theme = 'light';
    await box.settled();
    expect(isDark(box)).to.equal(false);
  });

  for (const theme of ['light', 'dark'] as const) {
    for (const accent of ['', '#000', '#fff', '#ffe600', '#00f', '#0f0', '#e6007e', '#777']) {
      it(`is legible: ${theme}, accent ${accent || 'its own'}`, async () => {
        const source = fill();
        const box = await Box.show(source, { theme });
        if (accent) box.element.style.setProperty('--chat-accent', accent);
        const [first, second] = source.messages;
        source.openGap(first as Message, second as Message, [[]]);
        await box.type('lost');
        await box.press('Enter');
        source.fail();
        await box.type('waiting');
        await box.press('Enter');
        source.wait();
        source.become('disconnected');
        source.report('storage_unavailable');
        await box.type('more');
        await box.scrollTo(0);
        source.receive(messageOf('news'));
        await box.settled();
        const read = box.element.renderRoot.querySelectorAll(
          'bdi, p, time, strong, .initial, button, .trouble span, .outage span, .icon',
        );
        expect(read.length).to.be.greaterThan(40);
        for (const element of read) {
          const { color } = getComputedStyle(element);
          const ratio = contrast(color, ground(element));
          expect(ratio, `${element.outerHTML.slice(0, 60)} ${color}`).to.be.at.least(4.5);
        }
        box.composer.focus();
        const field = box.composer.parentElement?.parentElement as Element;
        await Promise.all(field.getAnimations().map(({ finished }) => finished));
        const ring = getComputedStyle(field).borderTopColor;
        expect(contrast(ring, ground(field)), `focus ring ${ring}`).to.be.at.least(3);
      });
    }
  }

  it("takes on the page's own colours, and none of its text styles", async () => {
    const page = await fixture<HTMLDivElement>(html`<div></div>`);
    page.style.cssText =
      '--chat-surface: rgb(1, 2, 3); font: italic 40px serif; letter-spacing: 9px; text-align: center; line-height: 3; text-transform: uppercase; color: red; word-spacing: 9px; text-indent: 40px; white-space: pre; cursor: wait';
    const box = await Box.show(fill());
    page.append(box.element);
    await box.settled();
    expect(getComputedStyle(box.get('section')).backgroundColor).to.equal('rgb(1, 2, 3)');
    const text = getComputedStyle(box.rows[0]?.querySelector('p') as Element);
    expect(text).to.include({
      fontStyle: 'normal',
      fontSize: '15px',
      lineHeight: '22px',
      letterSpacing: 'normal',
      textAlign: 'start',
      textTransform: 'none',
      wordSpacing: '0px',
      textIndent: '0px',
      cursor: 'auto',
    });
  });

  it('has a height of its own, takes the one it is given, and can be hidden', async () => {
    const box = await Box.show(fill());
    await setViewport({ width: 800, height: 800 });
    expect(box.element.offsetHeight).to.equal(560);
    box.element.style.height = '300px';
    expect(box.get('section').offsetHeight).to.equal(300);
    box.element.hidden = true;
    expect(box.element.offsetHeight).to.equal(0);
  });

  for (const width of [280, 400, 1_600]) {
    it(`is whole at ${width} px`, async () => {
      await setViewport({ width: 1_700, height: 700 });
      const source = fill();
      const box = await Box.show(source);
      box.element.style.width = `${width}px`;
      source.receive(messageOf('word '.repeat(100)));
      source.become('disconnected', { retryAt: Date.now() + 9_000 });
      await box.settled();
      const { left, right } = box.element.getBoundingClientRect();
      for (const part of box.element.renderRoot.querySelectorAll('header, p, button, textarea')) {
        const { left: from, right: to } = part.getBoundingClientRect();
        expect(from, part.outerHTML.slice(0, 60)).to.be.at.least(left);
        expect(to, part.outerHTML.slice(0, 60)).to.be.at.most(right);
      }
      const text = box.rows.at(-1)?.querySelector('p') as HTMLElement;
      expect(text.offsetWidth).to.be.at.most(36 * 15);
      expect(box.list.scrollWidth).to.equal(box.list.clientWidth);
      await expect(box.element).to.be.accessible();
    });
  }

  it('leaves text to be selected, whatever the page does with its own', async () => {
    const page = await fixture<HTMLDivElement>(html`<div></div>`);
    page.style.setProperty('-webkit-user-select', 'none');
    const box = await Box.show(fill());
    page.append(box.element);
    await box.settled();
    // Without a value of its own a node takes that of the one around it.
    expect(getComputedStyle(box.get('section')).webkitUserSelect).to.equal('text');
    for (const part of ['section *', '.text']) {
      expect(getComputedStyle(box.get(part)).webkitUserSelect).to.not.equal('none');
    }
  });
});
