import { expect, type Page, test } from 'playwright/test';
import { Box } from './box.js';

/** Puts two people in a room of this test's own. */
async function pair(page: Page): Promise<[Box, Box]> {
  await page.goto('/two-users.html');
  const room = `pair ${Date.now()} ${Math.random()}`;
  await page.locator('chat-room').evaluateAll((boxes, name) => {
    for (const box of boxes) box.setAttribute('room', name);
  }, room);
  return [await Box.on(page, 0).connected(), await Box.on(page, 1).connected()];
}

test('two users see each other’s messages, to the letter and as text', async ({ page }) => {
  let alerted = false;
  page.on('dialog', (dialog) => {
    alerted = true;
    void dialog.dismiss();
  });
  const [minji, alex] = await pair(page);
  const texts = [
    '안녕하세요, 반갑습니다!',
    '👩‍👩‍👧‍👦🇰🇷 emoji 🙌🏽',
    '<img src=x onerror=alert(1)>',
    '가나다라마바사아'.repeat(500),
  ];
  for (const [index, text] of texts.entries()) {
    const [from, to] = index % 2 ? [alex, minji] : [minji, alex];
    await from.say(text);
    await expect(to.message(text)).toBeVisible();
    await expect(from.message(text)).toBeVisible();
  }
  for (const box of [minji, alex]) {
    const order = await box.log.evaluate((log, sought) => {
      const shown = log.textContent ?? '';
      return sought.map((text) => shown.indexOf(text));
    }, texts);
    expect(order.every((place) => place >= 0)).toBe(true);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
    await expect(box.log.locator('img')).toHaveCount(0);
  }
  expect(alerted).toBe(false);
});

test('two browsers, each with its own storage, are two people', async ({ browser }) => {
  const boxes: Box[] = [];
  for (let i = 0; i < 2; i++) {
    const page = await (await browser.newContext()).newPage();
    await page.goto('/');
    boxes.push(await Box.on(page).connected());
  }
  const [first, second] = boxes as [Box, Box];
  const text = `hello from window one ${Date.now()}`;
  await first.say(text);
  await expect(second.message(text)).toBeVisible();
  await Promise.all(boxes.map(({ root }) => root.page().context().close()));
});

test('a reload keeps the history, and who one is', async ({ page }) => {
  await page.goto('/');
  const box = await Box.on(page).connected();
  const text = `still here ${Date.now()}`;
  await box.say(text);
  await expect(box.message(text)).toBeVisible();
  const place = () => box.message(text).evaluate((element) => getComputedStyle(element).backgroundColor);
  const before = await place();
  await page.reload();
  await box.connected();
  await expect(box.message(text)).toBeVisible();
  expect(await place()).toBe(before);
});

test('Enter sends, Shift+Enter breaks the line', async ({ page }) => {
  const [minji, alex] = await pair(page);
  await minji.textbox.click();
  await page.keyboard.type('하나');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('둘');
  await page.keyboard.press('Enter');
  await expect(alex.log.getByText('하나\n둘')).toBeVisible();
  await expect(minji.textbox).toHaveValue('');
});

test('a backend that is down: the box says so, keeps what is written, and is back by itself', async ({
  page,
}) => {
  const control = { down: true };
  await page.routeWebSocket(/room_id=/, (line) => {
    if (control.down) void line.close();
    else line.connectToServer();
  });
  await page.route(/\/chat(\?|$)/, (route) => (control.down ? route.abort() : route.fallback()));
  await page.goto('/');
  const box = Box.on(page);
  await expect(box.root.getByText(/^(Disconnected|Reconnecting)/).first()).toBeVisible();
  const text = `written while it was down ${Date.now()}`;
  await box.say(text);
  await box.textbox.fill('and typed');
  await expect(box.message(text)).toBeVisible();
  control.down = false;
  await expect(box.root.getByText('Connected', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(box.message(text)).toHaveCount(1);
  await expect(box.textbox).toHaveValue('and typed');
  await page.reload();
  await expect(box.message(text)).toHaveCount(1);
});
