import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'playwright/test';
import { Box } from './box.js';
import { expectOwnCode, watch } from './page.js';

const demo = fileURLToPath(new URL('../../demo', import.meta.url));
/** The one about tokens needs a backend that wants some (tokens.spec.ts), the gallery none. */
const pages = readdirSync(demo).filter((name) => /^(?!tokens|gallery).*\.html$/.test(name));

for (const name of pages) {
  test(`${name} loads without an error, connects, explains itself and shows its own code`, async ({
    page,
  }) => {
    const faults = watch(page);
    await page.goto(`/${name}`);
    await expect(page.getByText(/^(Connected|connected|연결됨)$/).first()).toBeVisible();
    await expectOwnCode(page);
    await expect(page.locator('chat-room:not(:defined)')).toHaveCount(0);
    expect(faults).toEqual([]);
  });
}

test('index.html is the smallest embed: a script and a tag', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('pre.code')).toHaveText(/^<script [^\n]+\n<chat-room [^\n]+$/);
});

test('rooms.html: rooms do not leak into each other, and a draft waits in its room', async ({ page }) => {
  await page.goto('/rooms.html');
  const box = await Box.on(page).connected();
  const mark = `lobby only ${Date.now()}`;
  await box.say(mark);
  await expect(box.message(mark)).toBeVisible();
  await box.textbox.fill('not sent yet');

  await page.getByRole('button', { name: '한국어 방' }).click();
  await expect(box.root.getByText('한국어 방', { exact: true })).toBeVisible();
  await box.connected();
  await expect(box.message(mark)).toHaveCount(0);
  await expect(box.textbox).toHaveValue('');
  const other = `한국어 방에만 ${Date.now()}`;
  await box.say(other);
  await expect(box.message(other)).toBeVisible();

  await page.getByRole('button', { name: 'lobby' }).click();
  await expect(box.message(mark)).toBeVisible();
  await expect(box.message(other)).toHaveCount(0);
  await expect(box.textbox).toHaveValue('not sent yet');
});

test('sdk.html: an own page on the SDK alone chats with a box', async ({ page, context }) => {
  await page.goto('/sdk.html');
  const elsewhere = await context.newPage();
  await elsewhere.goto('/');
  const box = await Box.on(elsewhere).connected();
  await expect(page.getByRole('status')).toHaveText('connected');
  const [asked, answered] = [`from the SDK ${Date.now()}`, `from the box ${Date.now()}`];
  await page.getByRole('textbox').fill(asked);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(box.message(asked)).toBeVisible();
  await box.say(answered);
  await expect(page.getByRole('log').getByText(answered)).toBeVisible();
});

test('script-tag.html: the script alone makes a box in its place, and a launcher that opens one', async ({
  page,
}) => {
  await page.goto('/script-tag.html');
  const boxes = page.locator('chat-room');
  await expect(boxes).toHaveCount(2);
  const inline = await Box.on(page).connected();
  expect(await inline.root.evaluate((element) => element.previousElementSibling?.localName)).toBe('script');

  const launcher = boxes.nth(1);
  const popup = new Box(launcher);
  await expect(popup.textbox).toBeHidden();
  await launcher.getByRole('button').first().click();
  await expect(popup.textbox).toBeVisible();
  const text = `through the launcher ${Date.now()}`;
  await popup.say(text);
  await expect(popup.message(text)).toBeVisible();
  await expect(inline.message(text)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(popup.textbox).toBeHidden();
});

test('gallery.html loads without an error and shows a box in every state', async ({ page }) => {
  const faults = watch(page);
  await page.goto('/gallery.html');
  await expect(page.locator('.gallery')).toHaveAttribute('aria-busy', 'false');
  const boxes = page.locator('chat-room');
  const count = await page.locator('figcaption').count();
  expect(count).toBeGreaterThan(20);
  for (let index = 0; index < count; index++) await expect(boxes.nth(index).locator('section')).toBeVisible();
  await expect(boxes).toHaveCount(count);
  expect(faults).toEqual([]);
});

test('theming.html: two boxes in colours of the page, with its avatars, and messages that it makes itself', async ({
  page,
}) => {
  await page.goto('/theming.html');
  const [ada, grace] = [await Box.on(page, 0).connected(), await Box.on(page, 1).connected()];
  await ada.say(`/me waves ${Date.now()}`);
  await expect(grace.log.locator('em').last()).toHaveText(/^Ada waves \d+$/);
  await expect(grace.log.getByText('🦊').last()).toBeVisible();
  await expect(grace.root.locator('section')).toHaveCSS('border-top-left-radius', '6px');
  await expect(grace.root.locator('header').first()).toHaveCSS('border-bottom-width', '3px');
});
