import { defineConfig } from 'playwright/test';
import { launchOptions } from '../../browser.mjs';

/** The cases that only a browser knows, against the local stack that runs at `API` and `SOCKET`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/browser',
  fullyParallel: true,
  workers: 2,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 20_000 },
  use: {
    // Playwright turns the cache off in which a page waits for the way back.
    launchOptions: { ...launchOptions(), ignoreDefaultArgs: ['--disable-back-forward-cache'] },
  },
});
