import { expect, type Page } from 'playwright/test';
import { assertInvariants } from '../invariants.js';
import { refuse } from '../proxy/actions.js';
import { faultTest, plainly, type Stage } from './stage.js';
import { Tab } from './tab.js';

/** Sets a cookie, and gives what is there then. */
const COOKIE = "((document.cookie = 'a=1; SameSite=None; Secure'), document.cookie)";

const NOTE = 'Unsent messages are lost when this page closes.';

/** The room in a frame of a page of the site. */
async function embed({ site }: Stage, page: Page, url: string, sandbox?: string): Promise<Tab> {
  await page.goto(site.url('empty'));
  const frame = await page.evaluateHandle(
    ([src, allowed]) => {
      const element = document.createElement('iframe');
      if (allowed) element.setAttribute('sandbox', allowed);
      return document.body.appendChild(Object.assign(element, { src }));
    },
    [url, sandbox] as const,
  );
  const content = await frame.asElement()?.contentFrame();
  if (!content) throw new Error('unable to embed the room; the frame is empty');
  return new Tab(page, content);
}

/** Messages go both ways, and that nothing is kept is said once. */
async function expectToWorkInMemory({ world }: Stage, tab: Tab): Promise<void> {
  const { box } = tab;
  await tab.tells('error storage_unavailable');
  await expect(box.root.getByText(NOTE)).toBeVisible();
  await box.connected();
  await box.say('from here');
  await tab.holds(['from here']);
  await world.write('from there');
  await tab.holds(['from here', 'from there']);
  await box.say('again');
  await tab.holds(['from here', 'from there', 'again']);
  await expect(box.root.getByText(NOTE)).toHaveCount(0);
  const errors = (await tab.told()).filter((what) => what.startsWith('error'));
  expect(errors).toEqual(['error storage_unavailable']);
  assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
}

faultTest(
  60,
  'the quota of the site is used up',
  'the room works in memory, and says once that unsent messages are not kept',
  async (stage) => {
    const page = await stage.context.newPage();
    const browser = await stage.context.newCDPSession(page);
    const { origin } = new URL(stage.site.url('empty'));
    await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await page.goto(stage.url('jun'));
    await expectToWorkInMemory(stage, new Tab(page));
  },
);

faultTest(
  60,
  'the user blocks all storage of sites',
  'the room works in memory, and says once that unsent messages are not kept',
  plainly({ default_content_setting_values: { cookies: 2 } }, async (stage) => {
    await expectToWorkInMemory(stage, await stage.open('jun'));
  }),
);

faultTest(
  60,
  'the room is in a sandboxed frame, which has no storage',
  'the room works in memory, and says once that unsent messages are not kept',
  async (stage) => {
    const page = await stage.context.newPage();
    // Here storage fails before a page could hand its room to a box, which so has one of its own.
    const url = stage.url('jun', { box: 'own' });
    await expectToWorkInMemory(stage, await embed(stage, page, url, 'allow-scripts'));
  },
);

faultTest(
  60,
  'the database is broken: it has no place for what is kept',
  'the room works in memory, and says once that unsent messages are not kept',
  async (stage) => {
    const page = await stage.context.newPage();
    await page.goto(stage.site.url('empty'));
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('chat-room-element', 1);
          opening.onsuccess = () => resolve(opening.result.close());
        }),
    );
    await page.goto(stage.url('jun'));
    await expectToWorkInMemory(stage, new Tab(page));
  },
);

faultTest(
  60,
  'what is kept was overwritten with something else',
  'what is still a message is sent, the rest is dropped, and nobody is troubled',
  async (stage) => {
    const { world, site } = stage;
    const allow = world.proxy.rule({ on: 'request', method: 'PUT', do: refuse });
    const tab = await stage.join('jun');
    await tab.box.say('readable');
    await tab.keeps(1);
    await tab.page.goto(site.url('empty'));
    const [key = '', list] =
      Object.entries(await tab.kept()).find(([name]) => name.startsWith('outbox ')) ?? [];
    const [unsent] = list as [object];
    await tab.page.evaluate(overwrite, {
      [key]: [null, 'text', 7, { request: {} }, { ...unsent, at: 'now' }, unsent],
      copies: 'nonsense',
      [`copy ${world.room_id}`]: [{ room_id: 1 }, null],
    });
    allow();
    await tab.page.goto(stage.url('jun'));
    await tab.holds(['readable']);
    await tab.keeps(0);
    await tab.tells('connected');
    expect(await tab.told()).toEqual(['connected']);
    assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
  },
);

/** Runs in a page of the site, whose SDK has made the database. */
function overwrite(values: Record<string, unknown>): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('chat-room-element');
    opening.onsuccess = () => {
      const writing = opening.result.transaction('kept', 'readwrite');
      for (const [key, value] of Object.entries(values)) writing.objectStore('kept').put(value, key);
      writing.oncomplete = () => resolve(opening.result.close());
    };
  });
}

faultTest(
  62,
  'the room is in a frame of another site, without cookies and with storage for this place alone',
  'it works, and what was not sent survives a reload of the frame; elsewhere nobody sees it',
  plainly({ cookie_controls_mode: 1 }, async (stage) => {
    const { world, context } = stage;
    const url = stage.url('jun', {}, '127.0.0.1');
    const allow = world.proxy.rule({ on: 'request', method: 'PUT', do: refuse });
    const page = await context.newPage();
    const framed = await embed(stage, page, url);
    await framed.box.connected();
    expect(await framed.frame.evaluate(COOKIE)).toBe('');
    await framed.box.say('patience');
    await framed.keeps(1);
    const alone = new Tab(await context.newPage());
    await alone.page.goto(url);
    await alone.box.connected();
    await alone.keeps(0);
    expect(await alone.frame.evaluate(COOKIE)).toBe('a=1');
    await world.write('from there');
    await alone.holds(['from there']);
    allow();
    const again = await embed(stage, page, url);
    await again.holds(['from there', 'patience']);
    await again.keeps(0);
    await again.tells('connected');
    expect(await again.told()).toEqual(['connected']);
    await alone.holds(['from there', 'patience']);
    const readers = [await again.reader(), await alone.reader()];
    assertInvariants({ log: await world.log(), readers });
  }),
);
