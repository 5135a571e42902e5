import { expect, test } from 'playwright/test';
import { codeBlocks } from '../readme.js';
import { Box } from './box.js';

const { API = '', SOCKET = '' } = process.env;

for (const [index, snippet] of codeBlocks('html').entries()) {
  test(`README: embed ${index + 1} makes a box that chats`, async ({ page }) => {
    const embed = snippet
      .replace(/(api=")[^"]*/, `$1${API}`)
      .replace(/(socket=")[^"]*/, `$1${SOCKET}`)
      .replace(/src="[^"]*/, 'src="/dist/chat-room.js');
    await page.goto('/script-tag.html');
    await page.setContent(`<!doctype html><body>${embed}`);
    const box = await Box.on(page).connected();
    const text = `from the README ${Date.now()}`;
    await box.say(text);
    await expect(box.message(text)).toBeVisible();
  });
}
