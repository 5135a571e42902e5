import { expect } from '@open-wc/testing';
import { restore, type SinonFakeTimers, stub, useFakeTimers } from 'sinon';
import { type Sign, watchSurroundings } from '../../../src/client/surroundings.js';

const SECOND = 1_000;

describe('a page’s surroundings', () => {
  let clock: SinonFakeTimers;
  let signs: Sign[];
  let stop: () => void;
  beforeEach(() => {
    clock = useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    signs = [];
    stop = watchSurroundings((sign) => signs.push(sign));
  });
  afterEach(() => {
    stop();
    restore();
    clock.restore();
  });

  const show = (visibilityState: DocumentVisibilityState) => {
    stub(document, 'visibilityState').value(visibilityState);
    document.dispatchEvent(new Event('visibilitychange'));
  };

  it('tell of the network', () => {
    dispatchEvent(new Event('offline'));
    dispatchEvent(new Event('online'));
    expect(signs).to.deep.equal(['offline', 'back']);
  });

  it('tell that the page is hidden, and seen again', () => {
    show('hidden');
    show('visible');
    expect(signs).to.deep.equal(['hidden', 'visible']);
  });

  it('tell that the page goes, and that it is back from where its lines are cut', () => {
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    document.dispatchEvent(new Event('resume'));
    expect(signs).to.deep.equal(['leave', 'back', 'back']);
  });

  it('say nothing of a page that is shown for the first time', () => {
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    expect(signs).to.deep.equal([]);
  });

  it('tell once that the machine slept', () => {
    clock.tick(60 * SECOND);
    clock.jump(40 * 60 * SECOND);
    clock.tick(60 * SECOND);
    expect(signs).to.deep.equal(['back']);
  });

  it('do not take the late timers of a hidden page for sleep', () => {
    for (let minute = 0; minute < 30; minute++) clock.jump(60 * SECOND);
    expect(signs).to.deep.equal([]);
  });

  it('do not take a clock that is set back for sleep', () => {
    clock.setSystemTime(Date.now() - 60 * 60 * SECOND);
    clock.tick(60 * SECOND);
    expect(signs).to.deep.equal([]);
  });

  it('are watched no more once that is ended, and leave no timer', () => {
    stop();
    show('hidden');
    for (const event of ['online', 'offline', 'pagehide']) dispatchEvent(new Event(event));
    document.dispatchEvent(new Event('resume'));
    clock.jump(60 * 60 * SECOND);
    expect(signs).to.deep.equal([]);
    expect(clock.countTimers()).to.equal(0);
  });

  it('are watched by each for itself', () => {
    const others: Sign[] = [];
    const stopOthers = watchSurroundings((sign) => others.push(sign));
    dispatchEvent(new Event('online'));
    stop();
    dispatchEvent(new Event('online'));
    stopOthers();
    expect(signs).to.deep.equal(['back']);
    expect(others).to.deep.equal(['back', 'back']);
  });
});
