import { playwrightLauncher } from '@web/test-runner-playwright';
import { launchOptions } from '../browser.mjs';

/** Chromium, by Playwright. */
export const chromium = (concurrency = 2) =>
  playwrightLauncher({ product: 'chromium', launchOptions: launchOptions(), concurrency });
