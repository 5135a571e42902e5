import { expect, test } from 'playwright/test';

test.use({ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true });

/** Least width and height of what a finger is to hit, in pixels. */
const FINGER = 44;

test('each button of each state is as large as a finger, and text that is typed does not have iOS zoom in', async ({
  page,
}) => {
  await page.goto('/gallery.html');
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  const buttons = page.locator('chat-room').getByRole('button');
  await expect(buttons.first()).toBeVisible();
  const sizes = await buttons.evaluateAll((all) =>
    all.map((button) => {
      const { width, height } = getComputedStyle(button, '::after');
      const name = button.ariaLabel ?? button.textContent?.trim();
      return { name, size: Math.min(Number.parseFloat(width), Number.parseFloat(height)) };
    }),
  );
  expect(sizes.length).toBeGreaterThan(20);
  expect(sizes.filter(({ size }) => !(size >= FINGER))).toEqual([]);
  const fonts = await page
    .locator('chat-room')
    .getByRole('textbox')
    .evaluateAll((all) => all.map((field) => Number.parseFloat(getComputedStyle(field).fontSize)));
  expect(fonts.length).toBeGreaterThan(20);
  expect(Math.min(...fonts)).toBeGreaterThanOrEqual(16);
});

test('a tap beside a small button is one on it, and one in a menu hits what it points at', async ({
  page,
}) => {
  await page.goto('/gallery.html?state=moderator');
  await expect(page.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  const more = page.locator('chat-room header').getByRole('button');
  const place = await more.boundingBox();
  if (!place) throw new Error('the room has no menu');
  const { x, y, width, height } = place;
  expect(Math.max(width, height)).toBeLessThan(FINGER);
  await page.touchscreen.tap(x + width / 2 - FINGER / 2 + 1, y + height / 2);
  const items = page.getByRole('menu').locator('button');
  await expect(items.first()).toBeVisible();
  for (const item of await items.all()) {
    expect((await item.boundingBox())?.height).toBeGreaterThanOrEqual(FINGER);
  }
});
