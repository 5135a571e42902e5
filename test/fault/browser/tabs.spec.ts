import { expect } from 'playwright/test';
import { assertInvariants } from '../invariants.js';
import { delayRequest } from '../proxy/actions.js';
import { moment } from '../world.js';
import { allAnswered, idsOf, mostAtOnce, puts } from './puts.js';
import { faultTest, type Stage } from './stage.js';
import type { Tab } from './tab.js';

faultTest(
  61,
  'two tabs of one user write in turns while the first PUT is slow',
  'each message is sent once, one at a time, in the order of writing; both tabs show each once',
  async (stage) => {
    const { world } = stage;
    const tabs = [await stage.join('jun'), await stage.join('jun')] as const;
    const [one, other] = tabs;
    const reader = await world.join('mina');
    const slow = moment();
    world.proxy.rule({ on: 'request', method: 'PUT', do: delayRequest(slow.come), times: 1 });
    const texts: string[] = [];
    for (const [index, tab] of [one, other, one, other, other, one].entries()) {
      texts.push(`message ${index}`);
      await tab.box.say(`message ${index}`);
      await tab.keeps(index + 1);
    }
    await expect.poll(() => puts(world, 'request').length).toBe(1);
    slow.now();
    for (const tab of tabs) await tab.holds(texts);
    await one.keeps(0);
    const log = await world.log();
    expect(idsOf(world)).toEqual(log.map(({ id }) => id));
    expect(mostAtOnce(world)).toBe(1);
    const readers = [await one.reader(), await other.reader(), reader];
    assertInvariants({ log, readers });
  },
);

for (const [dies, die] of Object.entries({
  crashes: (tab: Tab) => tab.crash(),
  'is closed': ({ page }: Tab) => page.close(),
  'is left and kept in the browser’s cache': async ({ page }: Tab, { site }: Stage) => {
    await page.goto(site.url('empty'));
  },
})) {
  faultTest(
    61,
    `a tab that sends a message ${dies}, with another behind it`,
    'the other tab sends both under their ids, in order, before its own, each once',
    async (stage) => {
      const { world } = stage;
      const [one, other] = [await stage.join('jun'), await stage.join('jun')];
      const over = moment();
      world.proxy.rule({ on: 'request', method: 'PUT', do: delayRequest(over.come), times: 1 });
      await one.box.say('first');
      await one.box.say('second');
      await one.keeps(2);
      await expect.poll(() => puts(world, 'request').length).toBe(1);
      const [first, second] = await one.view(({ messages }) => messages.map(({ id }) => id));
      await other.box.say('third');
      await other.keeps(3);
      await die(one, stage);
      await other.holds(['first', 'second', 'third']);
      over.now();
      await allAnswered(world);
      const log = await world.log();
      expect(log.map(({ message }) => message)).toEqual(['first', 'second', 'third']);
      expect(idsOf(world)).toEqual([first, first, second, log[2]?.id]);
      assertInvariants({ log, readers: [await other.reader()] });
      await other.keeps(0);
    },
  );
}
