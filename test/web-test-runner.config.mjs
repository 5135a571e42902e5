import { chromium } from './engines/chromium.mjs';
import { firefox } from './engines/firefox.mjs';
import { PORTABLE, settings } from './web-test-runner.settings.mjs';

/** What CI runs: everything in Chromium, and beside it in Firefox what holds in every engine. */
export default {
  ...settings,
  groups: [
    {
      name: 'chromium',
      files: ['test/unit/{contract,client,element}/**/*.test.ts', 'test/engines/**/*.test.ts'],
      browsers: [chromium()],
    },
    { name: 'firefox', files: PORTABLE, browsers: [firefox()] },
  ],
};
