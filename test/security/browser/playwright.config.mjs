import { defineConfig } from 'playwright/test';
import { launchOptions } from '../../browser.mjs';

/** What only a browser can show: that nothing a user writes is run, loaded or shown as something else. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/security-browser',
  workers: 1,
  reporter: 'list',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: { launchOptions: launchOptions() },
});
