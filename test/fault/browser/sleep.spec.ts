import { expect } from 'playwright/test';
import { assertInvariants } from '../invariants.js';
import type { World } from '../world.js';
import { faultTest, plainly } from './stage.js';
import type { Tab } from './tab.js';

const MINUTE = 60_000;

/** Where the clock jumps, storage that is asked meanwhile seems not to answer. */
const KEEP_NOTHING = { keep: 'no' };

/** Its line stays open, and carries nothing any more. */
function deaden({ proxy }: World, client: string): void {
  for (const line of proxy.lines(client)) {
    line.suppress('client');
    line.suppress('server');
  }
}

faultTest(
  25,
  'a laptop sleeps for 40 minutes; its line is dead and says that it is open',
  'within 2 s of waking the page has a new line and everything that was written meanwhile',
  async (stage) => {
    const { world, context } = stage;
    await context.clock.install();
    const tab = await stage.join('jun', KEEP_NOTHING);
    await world.write('before');
    await tab.holds(['before']);
    deaden(world, 'jun');
    const missed = await world.writeMany(30, 'asleep');
    await tab.pause(40 * MINUTE);
    await context.clock.runFor(2_000);
    await tab.tells('recovered 30');
    const log = await world.log();
    expect(log).toHaveLength(missed.length + 1);
    await tab.holds(log.map(({ message }) => message));
    assertInvariants({ log, readers: [await tab.reader()] });
    expect(await tab.told()).not.toContain('gap');
    expect(world.proxy.log.connects('jun')).toBe(2);
  },
);

/** Hides the tab behind another one. */
async function hide({ page }: Tab): Promise<void> {
  const other = await page.context().newPage();
  await other.bringToFront();
  await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden');
}

async function unhide({ page }: Tab): Promise<void> {
  await page.bringToFront();
  await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('visible');
}

/** Notes when the page's line carried a frame, by the page's clock, and how many pings have no answer yet. */
function watchLine(): void {
  const times: number[] = [];
  const line = { times, unanswered: 0 };
  class Watched extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        times.push(Date.now());
        if (data.includes('"pong"')) line.unanswered -= 1;
      });
    }

    override send(data: string): void {
      times.push(Date.now());
      line.unanswered += 1;
      super.send(data);
    }
  }
  Object.assign(globalThis, { WebSocket: Watched, line });
}

type Line = { readonly times: number[]; readonly unanswered: number };

faultTest(
  26,
  'a tab is hidden for 28 minutes and its timers come once a minute',
  'its line never counts as dead, nor is it silent for the 10 minutes that end it; messages arrive',
  plainly({}, async (stage) => {
    const { world, context } = stage;
    await context.addInitScript(watchLine);
    await context.clock.install();
    const tab = await stage.join('jun', KEEP_NOTHING);
    await hide(tab);
    await tab.pause();
    const line = () => tab.page.evaluate<Line>('line');
    const texts: string[] = [];
    // In a minute of the clock an answer would be overdue that is only on its way.
    const answered = () => expect.poll(async () => (await line()).unanswered).toBe(0);
    await answered();
    for (let minute = 1; minute <= 28; minute++) {
      await context.clock.fastForward(MINUTE);
      await answered();
      if (minute % 12 > 0) continue;
      texts.push(`minute ${minute}`);
      await world.write(`minute ${minute}`);
      await tab.holds(texts);
    }
    const { times } = await line();
    times.push(await tab.page.evaluate(() => Date.now()));
    const silences = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.max(...silences)).toBeLessThan(10 * MINUTE);
    expect(times.length, 'frames cost the owner').toBeLessThan(20);
    await unhide(tab);
    expect(await tab.told()).toEqual(['connected']);
    expect(world.proxy.log.connects('jun')).toBe(1);
    assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
  }),
);

faultTest(
  26,
  'the line of a hidden tab dies without a word',
  'once the tab is visible that is found within 10 s, and what was missed is there',
  plainly({}, async (stage) => {
    const { world, context } = stage;
    await context.clock.install();
    const tab = await stage.join('jun', KEEP_NOTHING);
    await hide(tab);
    await tab.pause();
    deaden(world, 'jun');
    await world.writeMany(5, 'hidden');
    await unhide(tab);
    // A ping's answer is overdue after 10 s; the first wait is 4 s at most.
    await context.clock.runFor(14_001);
    await tab.tells('recovered 5');
    assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
    expect(world.proxy.log.connects('jun')).toBe(2);
  }),
);

faultTest(
  26,
  'the line of a hidden tab is cut and its next try is a minute away',
  'a visible tab tries at once, and what was missed is there',
  plainly({}, async (stage) => {
    const { world, context } = stage;
    await context.clock.install();
    const tab = await stage.join('jun', KEEP_NOTHING);
    await hide(tab);
    await tab.pause();
    world.proxy.cut('jun');
    await tab.tells('disconnected');
    await world.writeMany(5, 'hidden');
    await unhide(tab);
    await context.clock.runFor(1);
    await tab.tells('recovered 5');
    assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
    expect(world.proxy.log.connects('jun')).toBe(2);
  }),
);

faultTest(
  26,
  'a hidden tab is frozen by the browser',
  'it reconnects when it is let go on, and what was missed is there',
  plainly({}, async (stage) => {
    const { world, context } = stage;
    const tab = await stage.join('jun', KEEP_NOTHING);
    await hide(tab);
    const browser = await context.newCDPSession(tab.page);
    await tab.page.evaluate("document.addEventListener('freeze', () => told.push('frozen'))");
    await browser.send('Page.setWebLifecycleState', { state: 'frozen' });
    deaden(world, 'jun');
    await world.writeMany(5, 'frozen');
    await browser.send('Page.setWebLifecycleState', { state: 'active' });
    await tab.tells('recovered 5');
    expect(await tab.told()).toEqual(['connected', 'frozen', 'connecting', 'connected', 'recovered 5']);
    assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
  }),
);
