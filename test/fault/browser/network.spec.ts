import { expect } from 'playwright/test';
import { assertInvariants } from '../invariants.js';
import { moment } from '../world.js';
import { hang } from './connections.js';
import { faultTest } from './stage.js';

faultTest(
  23,
  'the browser goes offline, then online',
  'the line is given up at once, the next one opens before any wait is over, and what was missed is there',
  async (stage) => {
    const { world, context } = stage;
    await context.clock.install();
    const tab = await stage.join('jun');
    await world.write('before');
    await tab.holds(['before']);
    // No wait ends while the clock stands.
    await tab.pause();
    await context.setOffline(true);
    await tab.tells('disconnected');
    await world.write('missed 1');
    await world.write('missed 2');
    await context.setOffline(false);
    await expect.poll(() => tab.view(({ status }) => status.current)).toBe('connecting');
    await context.clock.runFor(1);
    await tab.tells('recovered 2');
    await tab.holds(['before', 'missed 1', 'missed 2']);
    assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
    expect(await tab.told()).toEqual([
      ...['connected', 'disconnected', 'error network', 'connecting', 'connected', 'recovered 2'],
    ]);
    expect(world.proxy.log.connects('jun')).toBe(2);
  },
);

faultTest(
  23,
  'a message is written while the browser is offline',
  'it waits in the box, and is sent as soon as the browser is online',
  async (stage) => {
    const { world, context } = stage;
    await context.clock.install();
    const [tab, reader] = [await stage.join('jun'), await world.join('mina')];
    await context.setOffline(true);
    await tab.box.say('patience');
    await expect(tab.box.root.getByText('Waiting to be sent')).toBeVisible();
    expect(world.proxy.log.requests('jun', 'PUT')).toBe(0);
    await tab.pause();
    await context.setOffline(false);
    await expect.poll(() => tab.view(({ status }) => status.current)).toBe('connecting');
    await context.clock.runFor(1);
    await tab.holds(['patience']);
    assertInvariants({ log: await world.log(), readers: [await tab.reader(), reader] });
  },
);

faultTest(
  24,
  'the browser comes online while a handshake hangs',
  'the handshake is given up for a new one, whose line is the only one',
  async (stage) => {
    const { world } = stage;
    const over = moment();
    world.proxy.rule({ on: 'connect', client: 'jun', nth: 1, do: hang(over.come) });
    const tab = await stage.open('jun');
    await world.proxy.log.waitFor(({ type }) => type === 'connect');
    // What an offline browser tries fails at once: only its word that it is online can find a handshake under way.
    await tab.page.evaluate(() => dispatchEvent(new Event('online')));
    await tab.box.connected();
    await world.write('once');
    await tab.holds(['once']);
    expect(world.proxy.log.connects('jun')).toBe(2);
    expect(await tab.told()).toEqual(['connected']);
    await expect.poll(() => world.proxy.lines('jun').map(({ nth }) => nth)).toEqual([2]);
    assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
    over.now();
  },
);
