import { expect } from 'playwright/test';
import { codeBlocks } from '../readme.js';
import { Box } from './box.js';
import { BACKEND, pageOf, test } from './guest/guest.js';

for (const [index, snippet] of codeBlocks('html').entries()) {
  test(`README: embed ${index + 1} makes a box that chats`, async ({ page, host }) => {
    const embed = snippet
      .replace(/(api=")[^"]*/, `$1${BACKEND.api}`)
      .replace(/(socket=")[^"]*/, `$1${BACKEND.socket}`)
      .replace(/src="[^"]*\/(chat-\w+\.js)/, 'src="/dist/$1');
    await page.goto(await host({ '/': { html: pageOf(embed, '') } }));
    if (embed.includes('chat-launcher.js')) await page.getByRole('button', { name: 'Open chat' }).click();
    const box = await Box.on(page).connected();
    const text = `from the README ${Date.now()}`;
    await box.say(text);
    await expect(box.message(text)).toBeVisible();
  });
}
