import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { browser } from './browsers.mjs';

/** Firefox, by Puppeteer over WebDriver BiDi. */
export const firefox = (concurrency = 1) =>
  puppeteerLauncher({
    launchOptions: { browser: 'firefox', executablePath: browser('firefox') },
    createPage: async ({ context }) => withChords(await context.newPage()),
    concurrency,
  });

/** Makes `press` take several keys at once, `Shift+Enter`, as Playwright's does. */
function withChords(page) {
  const { keyboard } = page;
  const press = keyboard.press.bind(keyboard);
  keyboard.press = async (chord) => {
    const keys = chord.split('+');
    const last = keys.pop();
    for (const key of keys) await keyboard.down(key);
    await press(last);
    for (const key of keys.reverse()) await keyboard.up(key);
  };
  return page;
}
