import { chromium } from './engines/chromium.mjs';
import { firefox } from './engines/firefox.mjs';
import { settings } from './web-test-runner.settings.mjs';

/** What engines differ in most: typing, keys, the focus, scrolling, languages. */
const TELLING = '{composer,keys,language,launcher,long,menu,rows,scroll,sending}';

/** What CI runs: everything in Chromium; beside it, in Firefox, two users and what is most telling. `npm run test:engines` runs all in all engines. */
export default {
  ...settings,
  groups: [
    {
      name: 'chromium',
      files: ['test/unit/{contract,client,element}/**/*.test.ts', 'test/engines/**/*.test.ts'],
      browsers: [chromium()],
    },
    {
      name: 'firefox',
      files: ['test/engines/**/*.test.ts', `test/unit/element/${TELLING}.test.ts`],
      browsers: [firefox()],
    },
  ],
};
