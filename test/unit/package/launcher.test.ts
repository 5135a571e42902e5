import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { launchOptions } from '../../browser.mjs';
import { Site } from './site.js';

const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));
const CSP = "default-src 'none'; script-src 'self'; connect-src *; require-trusted-types-for 'script'";

const item = (user: string, timestamp: number) => ({
  room_id: 'lobby',
  user_id: user,
  name: user,
  message: 'hello',
  timestamp,
});

interface Visit {
  /** What this device saw before. */
  seen?: unknown;
  items?: unknown;
  theme?: string;
  /** Another script of the page. */
  other?: string;
}

describe("the launcher's stub", () => {
  let origin = '';
  let browser: Browser;
  let asked: string[] = [];
  let missing = '';
  const site = new Site(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://site.test');
    asked.push(pathname);
    const file = `${DIST}${pathname}`;
    const isPage = pathname === '/page';
    response.writeHead(isPage || (existsSync(file) && pathname !== missing) ? 200 : 404, {
      'Content-Type': isPage ? 'text/html' : 'text/javascript',
      'Content-Security-Policy': CSP,
    });
    const data = `data-api="${origin}/api" data-socket="ws://127.0.0.1:9" data-room="lobby" data-theme="${searchParams.get('theme')}"`;
    const other = searchParams.get('other') ?? '';
    const script = `<script src="chat-launcher.js" ${data}></script>${other}`;
    if (isPage) response.end(`<!doctype html><html lang="en"><head>${script}</head><body></body></html>`);
    else response.end(existsSync(file) ? readFileSync(file) : '');
  });

  before(async () => {
    origin = await site.open();
    browser = await chromium.launch(launchOptions());
  });

  after(async () => {
    await browser.close();
    site.close();
  });

  /** A page with the stub, where this was seen before and these messages came. */
  const open = async (
    { seen, items = [], theme = 'light', other = '' }: Visit = {},
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; faults: string[]; queries: string[] }> => {
    asked = [];
    missing = '';
    const page = await browser.newPage(options);
    const faults: string[] = [];
    const queries: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    await page.route('**/api/chat?*', (route) => {
      queries.push(new URL(route.request().url()).search);
      return route.fulfill({ json: items });
    });
    if (seen) {
      await page.addInitScript(
        (value) => localStorage.setItem('chat-room-seen', value),
        JSON.stringify(seen),
      );
    }
    await page.goto(`${origin}/page?${new URLSearchParams({ theme, other })}`);
    return { page, faults, queries };
  };
  const seenAt = (timestamp: number) => [
    [JSON.stringify([`${origin}/api`, 'lobby']), { timestamp, user: 'me' }],
  ];
  const loads = () => asked.filter((path) => path === '/chat-room.js').length;

  it('is ASCII, and has the licence of its glyph beside it', () => {
    assert.doesNotMatch(readFileSync(`${DIST}/chat-launcher.js`, 'utf8'), /[^\0-\x7f]/);
    assert.match(readFileSync(`${DIST}/chat-launcher.js.LICENSES.txt`, 'utf8'), /^lucide\n/m);
  });

  it('shows a button, and neither loads nor asks anything on a first visit', async () => {
    const { page, faults, queries } = await open();
    const button = page.getByRole('button', { name: 'Open chat', exact: true });
    await button.waitFor();
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    assert.deepEqual(asked, ['/page', '/chat-launcher.js']);
    assert.deepEqual(queries, []);
    assert.deepEqual(faults, []);
    assert.equal(await page.locator('[style]').count(), 0);
    assert.deepEqual(
      await page.evaluate(() => Object.keys(window).filter((name) => /chat|stub/i.test(name))),
      [],
    );
    await page.close();
  });

  it('opens the box on a click, ready to type', async () => {
    const { page, faults } = await open();
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByRole('dialog').waitFor();
    await page.waitForFunction(
      () => document.querySelector('chat-room')?.shadowRoot?.activeElement?.localName === 'textarea',
    );
    assert.equal(await page.locator('chat-launcher').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Close chat' }).count(), 1);
    assert.equal(loads(), 1);
    assert.deepEqual(faults, []);
    await page.close();
  });

  it('loads the box when the focus comes, gives it on, and opens by Enter', async () => {
    const { page } = await open();
    await page.keyboard.press('Tab');
    await page.waitForFunction(
      () => document.querySelector('chat-room')?.shadowRoot?.activeElement?.className === 'launcher',
    );
    assert.equal(await page.getByRole('dialog').count(), 0);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.close();
  });

  it('says that the box did not come, and tries again', async () => {
    const { page } = await open();
    missing = '/chat-room.js';
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByRole('button', { name: 'Open chat, The chat cannot connect.' }).waitFor();
    await page.getByText('!', { exact: true }).waitFor();
    missing = '';
    await page.getByRole('button', { name: 'Open chat' }).click();
    await page.getByRole('dialog').waitFor();
    assert.equal(loads(), 2);
    await page.close();
  });

  it('leaves its place to the box, once another script of the page brings it', async () => {
    const { page, faults } = await open({ other: '<script defer src="chat-room.js"></script>' });
    await page.locator('chat-room .launcher').waitFor();
    await page.locator('chat-launcher').waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('button', { name: 'Open chat' }).count(), 1);
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.deepEqual(faults, []);
    await page.close();
  });

  it('counts what others wrote since the room was seen', async () => {
    const items = [item('me', 2_000), item('bob', 3_000), item('bob', 4_000)];
    const { page, queries } = await open({ seen: seenAt(1_000), items });
    const button = page.getByRole('button', { name: 'Open chat, 2 new messages' });
    await button.waitFor();
    assert.deepEqual(queries, ['?room_id=lobby&after=1000&limit=200']);
    await page.close();
  });

  it('counts again when the page is shown after five minutes, and not before', async () => {
    const items: unknown[] = [];
    const { page, queries } = await open({ seen: seenAt(1_000), items });
    await page.waitForFunction(() => performance.getEntriesByType('resource').length > 1);
    await page.clock.install();
    const hide = async (minutes: number) => {
      const become = (isHidden: boolean) =>
        page.evaluate((hidden) => {
          Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }, isHidden);
      await become(true);
      await page.clock.fastForward(minutes * 60_000);
      await become(false);
    };
    assert.equal(queries.length, 1);
    await hide(4.9);
    assert.equal(queries.length, 1);
    items.push(item('bob', 2_000));
    await hide(5.1);
    await page.getByRole('button', { name: 'Open chat, 1 new message', exact: true }).waitFor();
    assert.equal(queries.length, 2);
    await page.close();
  });

  it('says 99+ for more', async () => {
    const items = Array.from({ length: 100 }, (_, i) => item('bob', 2_000 + i));
    const { page } = await open({ seen: seenAt(1_000), items });
    await page.getByText('99+').waitFor();
    await page.close();
  });

  for (const theme of ['light', 'dark']) {
    it(`looks like the box's own button: ${theme}`, async () => {
      const { page } = await open({ theme });
      const look = () =>
        page.locator('.launcher').evaluate((button) => {
          const { backgroundColor, color, borderRadius, cursor } = getComputedStyle(button);
          const { x, y, width, height } = button.getBoundingClientRect();
          const icon = button.querySelector('svg');
          const { strokeWidth, fill, strokeLinecap } = getComputedStyle(icon as Element);
          const glyph = [
            icon?.getBoundingClientRect().x,
            icon?.getBoundingClientRect().width,
            strokeWidth,
            fill,
            strokeLinecap,
          ];
          return [backgroundColor, color, borderRadius, cursor, x, y, width, height, ...glyph];
        });
      await page.locator('chat-launcher').waitFor({ state: 'attached' });
      const before = await look();
      await page.keyboard.press('Tab');
      await page.locator('chat-launcher').waitFor({ state: 'detached' });
      assert.deepEqual(await look(), before);
      await page.close();
    });
  }
});
