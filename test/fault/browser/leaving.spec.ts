import { expect } from 'playwright/test';
import { assertInvariants } from '../invariants.js';
import { delayReply, delayRequest, drop } from '../proxy/actions.js';
import type { RequestAction } from '../proxy/rule.js';
import { moment, type World } from '../world.js';
import { expectConnections } from './connections.js';
import { allAnswered, idsOf, puts } from './puts.js';
import { faultTest, type Stage } from './stage.js';
import type { Tab } from './tab.js';

faultTest(
  27,
  'a page is left, kept in the browser’s cache and come back to',
  'its connection ends with the leaving; coming back it has one fresh line and what it missed',
  async (stage) => {
    const { world, site } = stage;
    const tab = await stage.join('jun');
    await tab.page.evaluate(() =>
      addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { persisted })),
    );
    await world.write('before');
    await tab.holds(['before']);
    await expectConnections(world.room_id, 1);
    await tab.page.goto(site.url('empty'));
    await expectConnections(world.room_id, 0);
    await world.writeMany(3, 'away');
    await tab.page.goBack({ waitUntil: 'commit' });
    await tab.tells('recovered 3');
    expect(await tab.page.evaluate('persisted'), 'the page itself came back').toBe(true);
    await expectConnections(world.room_id, 1);
    expect(world.proxy.log.connects('jun')).toBe(2);
    await world.write('after');
    await expect(tab.box.message('after')).toHaveCount(1);
    assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
  },
);

faultTest(
  27,
  'a page is left for good, and another is closed',
  'neither leaves a connection behind',
  async (stage) => {
    const { world, site } = stage;
    const [left, closed] = [await stage.join('jun'), await stage.join('mina')];
    await expectConnections(world.room_id, 2);
    await left.page.goto(site.url('empty', {}, '127.0.0.1'));
    await closed.page.close({ runBeforeUnload: true });
    await expectConnections(world.room_id, 0);
  },
);

/** Without pushes of one's own messages only the answer to a PUT settles them. */
function losePushesOfOwn({ proxy }: World, user: string): void {
  proxy.rule({ on: 'frame', to: 'client', when: ({ user_id }) => user_id === user, do: drop });
}

/** Writes two messages, the first of which is `held` on its way. Gives their ids. */
async function write({ world }: Stage, tab: Tab, held: RequestAction): Promise<string[]> {
  losePushesOfOwn(world, 'jun');
  world.proxy.rule({ on: 'request', method: 'PUT', do: held, times: 1 });
  await tab.box.say('first');
  await tab.box.say('second');
  await tab.keeps(2);
  return tab.view(({ messages }) => messages.map(({ id }) => id));
}

/** How a page ends, and how its user comes to have it again. */
const ENDS: Record<string, (tab: Tab, stage: Stage) => Promise<Tab>> = {
  'is reloaded': async (tab) => {
    await tab.page.reload();
    return tab;
  },
  'is left for another site': async (tab, stage) => {
    await tab.page.goto(stage.site.url('empty', {}, '127.0.0.1'));
    await tab.page.goto(stage.url('jun'));
    return tab;
  },
  'is closed': async (tab, stage) => {
    await tab.page.close();
    return stage.open('jun');
  },
  crashes: async (tab, stage) => {
    await tab.crash();
    return stage.open('jun');
  },
};

for (const [ends, end] of Object.entries(ENDS)) {
  for (const { when, hold, type } of [
    { when: 'before its PUT arrives', hold: delayRequest, type: 'request' },
    { when: 'after its PUT was stored', hold: delayReply, type: 'reply' },
  ] as const) {
    faultTest(
      28,
      `a page that sends a message ${ends} ${when}, and is opened again`,
      'the message and the one behind it are sent, each under its id, once, in order',
      async (stage) => {
        const { world } = stage;
        const tab = await stage.join('jun');
        const late = moment();
        const [first, second] = await write(stage, tab, hold(late.come));
        await expect.poll(() => puts(world, type).length).toBe(1);
        const again = await end(tab, stage);
        await again.holds(['first', 'second']);
        late.now();
        await allAnswered(world);
        const log = await world.log();
        expect(log.map(({ id }) => id)).toEqual([first, second]);
        expect(new Set(idsOf(world))).toEqual(new Set([first, second]));
        assertInvariants({ log, readers: [await again.reader()] });
        await again.keeps(0);
      },
    );
  }
}

faultTest(
  28,
  'a page that sends a message waits in the browser’s cache while the PUT’s answer is lost',
  'back again the page finds it stored, under its id, once, and sends the one behind it',
  async (stage) => {
    const { world, site } = stage;
    const tab = await stage.join('jun');
    const left = moment();
    const loseLate: RequestAction = async ({ forward, cut }) => {
      await forward();
      await left.come;
      cut();
    };
    const [first, second] = await write(stage, tab, loseLate);
    await expect.poll(() => puts(world, 'reply').length).toBe(1);
    await tab.page.goto(site.url('empty'));
    left.now();
    await tab.page.goBack({ waitUntil: 'commit' });
    await tab.holds(['first', 'second']);
    await allAnswered(world);
    const log = await world.log();
    expect(log.map(({ id }) => id)).toEqual([first, second]);
    expect(new Set(idsOf(world))).toEqual(new Set([first, second]));
    assertInvariants({ log, readers: [await tab.reader()] });
  },
);
