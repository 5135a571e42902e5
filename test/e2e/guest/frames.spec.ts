import { expect } from 'playwright/test';
import { Box } from '../box.js';
import { boxTag, expectChat, pageOf, SCRIPT, test } from './guest.js';

for (const sandbox of ['', 'sandbox="allow-scripts allow-same-origin"', 'sandbox="allow-scripts"']) {
  test(`a box chats in an iframe, ${sandbox || 'as it is'}, and moves nothing around it`, async ({
    page,
    host,
    context,
  }) => {
    const tag = boxTag();
    const text = '<p>Some text of the page.</p>'.repeat(60);
    const url = await host({
      '/': { html: pageOf(`<input>${text}<iframe ${sandbox} src="/frame" height="600"></iframe>${text}`) },
      '/frame': { html: pageOf(tag, SCRIPT) },
    });
    await page.goto(url);
    await page.locator('input').focus();
    const box = await new Box(page.frameLocator('iframe').locator('chat-room')).connected();
    expect(await page.evaluate(() => [document.activeElement?.localName, scrollY])).toEqual(['input', 0]);
    await expectChat(box, await context.newPage(), `${url}/frame`);
  });
}

test('on a page that runs right to left the box does, too, if it speaks so, and chats', async ({
  page,
  host,
  context,
}) => {
  const tag = boxTag();
  const url = await host({
    '/': { html: pageOf(tag.replace('lang="en"', ''), SCRIPT, 'lang="ar" dir="rtl"') },
    '/english': { html: pageOf(tag, SCRIPT, 'lang="ar" dir="rtl"') },
    '/other': { html: pageOf(tag, SCRIPT) },
  });
  await page.goto(`${url}/english`);
  await expectChat(Box.on(page), await context.newPage(), `${url}/other`);
  const sides = () =>
    page.locator('chat-room').evaluate((element) => {
      const middle = (selector: string) => {
        const rect = element.shadowRoot?.querySelector(selector)?.getBoundingClientRect();
        return rect ? (rect.left + rect.right) / 2 : Number.NaN;
      };
      const box = middle('section');
      return ['.send', '.own .bubble', '.row:not(.own) .bubble', 'header bdi'].map(
        (part) => middle(part) > box,
      );
    });
  expect(await sides()).toEqual([true, true, false, false]);
  await page.goto(url);
  await expect(Box.on(page).message('to the guest')).toBeVisible();
  expect(await sides()).toEqual([false, false, true, true]);
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
  expect(scrollWidth).toBe(clientWidth);
});
