/** Takes the README's picture of the demo that runs at `DEMO`: one room in two boxes, Korean and light, English and dark. */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { launchOptions } from './browser.mjs';

const TALK = [
  [1, 'Morning! Are we still on for the release today?'],
  [0, '네, 오후 세 시로 잡아 뒀어요. 테스트는 다 통과했습니다.'],
  [0, '체인지로그만 한 번 봐 주실래요?'],
  [1, 'Reading it now. The part about reconnecting is lovely.'],
  [1, 'One typo in the second line, otherwise good to go 🙌'],
  [0, '고쳤어요! 감사합니다 😊'],
];

const browser = await chromium.launch(launchOptions());
const page = await browser.newPage({ viewport: { width: 1000, height: 760 }, deviceScaleFactor: 2 });
await page.goto(`${process.env.DEMO}/two-users.html`);
const boxes = page.locator('chat-room');
await boxes.evaluateAll((elements) => {
  for (const element of elements) element.setAttribute('room', 'release');
  elements[0].setAttribute('theme', 'light');
  elements[1].setAttribute('theme', 'dark');
});
await page.getByText('연결됨').waitFor();
await page.getByText('Connected', { exact: true }).waitFor();
for (const [who, text] of TALK) {
  await boxes.nth(who).getByRole('textbox').fill(text);
  await boxes
    .nth(who)
    .getByRole('button', { name: /^(Send|보내기)$/ })
    .click();
  await boxes
    .nth(1 - who)
    .getByRole('log')
    .getByText(text)
    .waitFor();
}
await page.evaluate(() => document.activeElement?.blur());
await page.locator('.pair').screenshot({ path: fileURLToPath(new URL('../demo/room.png', import.meta.url)) });
await browser.close();
