import { expect, nextFrame } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { restore, stub } from 'sinon';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

/** As narrow as a window of WebKit's can be. */
const PHONE = { width: 460, height: 700 } as const;
const DESKTOP = { width: 800, height: 600 } as const;

const room = () => new FakeRoom({ messages: Array.from({ length: 40 }, (_, i) => messageOf(`${i}`)) });

const edges = (element: Element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return [left, top, right, bottom];
};

/** Takes the place of what a phone says of its screen. */
class Screen extends EventTarget {
  height = innerHeight;
  offsetTop = 0;
  scale = 1;

  change(seen: Partial<Pick<Screen, 'height' | 'offsetTop' | 'scale'>>, event = 'resize'): void {
    Object.assign(this, seen);
    this.dispatchEvent(new Event(event));
  }
}

describe('modes', () => {
  before(() => setViewport(PHONE));
  after(() => setViewport(DESKTOP));
  afterEach(() => restore());

  const withScreen = (): Screen => {
    const screen = new Screen();
    stub(globalThis, 'visualViewport').value(screen);
    return screen;
  };
  const showSheet = async (lang = 'en') => {
    const box = await Box.show(room(), { mode: 'launcher', lang });
    box.get('.launcher').click();
    await box.settled();
    return box;
  };
  /** A box in a place of this style. */
  const showPage = async (style: string) => {
    const box = await Box.show(room(), { mode: 'page' });
    Object.assign(box.element.parentElement as HTMLElement, { style });
    await box.settled();
    return box;
  };

  describe('a launcher on a phone', () => {
    it('opens a sheet as large as the screen', async () => {
      const box = await showSheet();
      expect(edges(box.get('[role="dialog"]'))).to.deep.equal([0, 0, PHONE.width, PHONE.height]);
      expect(getComputedStyle(box.get('[role="dialog"]')).borderRadius).to.equal('0px');
      expect(box.isAtEnd).to.equal(true);
      await expect(box.element).to.be.accessible();
    });

    for (const [lang, edge] of [
      ['en', 'right'],
      ['ar', 'left'],
    ] as const) {
      it(`has one button then, in the header, and large enough for a finger: "${lang}"`, async () => {
        const box = await showSheet(lang);
        const header = box.get('header').getBoundingClientRect();
        const close = box.get('.launcher');
        const { top, bottom, width, height, left, right } = close.getBoundingClientRect();
        expect([width, height]).to.deep.equal([44, 44]);
        expect(top).to.be.at.least(header.top);
        expect(bottom).to.be.at.most(header.bottom);
        expect(edge === 'left' ? left : PHONE.width - right).to.equal(6);
        const hit = box.element.shadowRoot?.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        expect(close.contains(hit ?? null)).to.equal(true);
        close.click();
        await box.settled();
        expect(box.get('[role="dialog"]').getClientRects()).to.have.length(0);
        expect(PHONE.height - close.getBoundingClientRect().bottom).to.equal(16);
      });
    }

    it('leaves the page where it is', async () => {
      const box = await showSheet();
      expect(getComputedStyle(box.list).overscrollBehaviorY).to.equal('contain');
      expect(getComputedStyle(box.get('section')).touchAction).to.equal('pinch-zoom');
      expect(getComputedStyle(box.list).touchAction).to.equal('pan-y pinch-zoom');
    });
  });

  describe('a page', () => {
    it('fills its place, without an edge of its own', async () => {
      const box = await showPage('block-size: 300px; inline-size: 320px');
      const { borderWidth, borderRadius } = getComputedStyle(box.get('section'));
      expect([borderWidth, borderRadius]).to.deep.equal(['0px', '0px']);
      expect(edges(box.get('section'))).to.deep.equal(edges(box.element));
      expect([box.element.offsetWidth, box.element.offsetHeight]).to.deep.equal([320, 300]);
      expect(box.isAtEnd).to.equal(true);
      await expect(box.element).to.be.accessible();
    });

    it('is as high as the screen where its place has no height of its own', async () => {
      const box = await showPage('');
      expect(box.get('section').offsetHeight).to.equal(PHONE.height);
    });

    it('shares a row with what stands beside it', async () => {
      const box = await showPage('display: flex; block-size: 300px; inline-size: 320px');
      box.element.before(Object.assign(document.createElement('nav'), { style: 'flex: none; width: 100px' }));
      expect([box.element.offsetWidth, box.element.offsetHeight]).to.deep.equal([220, 300]);
    });
  });

  describe('an on-screen keyboard', () => {
    it('leaves the sheet what can be seen, the list at its end, and the composer in sight', async () => {
      const screen = withScreen();
      const box = await showSheet();
      screen.change({ height: 400 });
      await box.settled();
      expect(edges(box.get('section'))).to.deep.equal([0, 0, PHONE.width, 400]);
      expect(box.composer.getBoundingClientRect().bottom).to.be.below(400);
      expect(box.isAtEnd).to.equal(true);
      screen.change({ offsetTop: 120 }, 'scroll');
      await box.settled();
      expect(edges(box.get('section'))).to.deep.equal([0, 120, PHONE.width, 520]);
      expect(box.get('.launcher').getBoundingClientRect().top).to.equal(122);
      screen.change({ height: PHONE.height, offsetTop: 0 });
      await box.settled();
      expect(edges(box.get('section'))).to.deep.equal([0, 0, PHONE.width, PHONE.height]);
      expect(box.isAtEnd).to.equal(true);
    });

    it('holds still what is read further up', async () => {
      const screen = withScreen();
      const box = await showSheet();
      await box.scrollTo(300);
      const { list } = box;
      const held = box.rows.findLast((row) => row.offsetTop + row.offsetHeight < list.scrollTop + 100);
      const before = held?.getBoundingClientRect().bottom;
      screen.change({ height: 400 });
      await box.settled();
      expect(held?.getBoundingClientRect().bottom).to.equal(before);
    });

    it('leaves a page what of it can be seen', async () => {
      const screen = withScreen();
      const box = await showPage('position: fixed; inset: 100px 0 50px');
      screen.change({ height: 400 });
      await box.settled();
      expect(edges(box.get('section'))).to.deep.equal([0, 100, PHONE.width, 400]);
      screen.change({ offsetTop: 150 }, 'scroll');
      await box.settled();
      expect(edges(box.get('section'))).to.deep.equal([0, 150, PHONE.width, 550]);
      expect(box.isAtEnd).to.equal(true);
    });

    it('is something else than a magnified page', async () => {
      const screen = withScreen();
      const box = await showSheet();
      screen.change({ height: 350, offsetTop: 200, scale: 2 });
      await box.settled();
      expect(edges(box.get('section'))).to.deep.equal([0, 0, PHONE.width, PHONE.height]);
    });

    it('is no concern of a box that is gone', async () => {
      const screen = withScreen();
      const removed: string[] = [];
      const { removeEventListener } = screen;
      screen.removeEventListener = (...args) => {
        removed.push(args[0]);
        removeEventListener.apply(screen, args);
      };
      const box = await showSheet();
      box.element.remove();
      expect(removed).to.deep.equal(['resize', 'scroll']);
    });

    it('writes no style attribute', async () => {
      const screen = withScreen();
      const box = await showSheet();
      screen.change({ height: 400 });
      await nextFrame();
      expect(box.element.hasAttribute('style')).to.equal(false);
      expect(box.element.renderRoot.querySelectorAll('[style]')).to.have.length(0);
    });
  });
});
