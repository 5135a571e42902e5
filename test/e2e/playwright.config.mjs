import { defineConfig } from 'playwright/test';
import { launchOptions } from '../browser.mjs';

/** The demo pages of the local stack that runs at `DEMO`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  fullyParallel: true,
  workers: 2,
  // Other browsers' tests run beside these.
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: process.env.DEMO ?? 'http://localhost:8080',
    launchOptions: launchOptions(),
  },
});
