import { chromium } from './engines/chromium.mjs';
import { firefox } from './engines/firefox.mjs';
import { webkit } from './engines/webkit.mjs';
import { PORTABLE, settings } from './web-test-runner.settings.mjs';

/** What holds in every engine: the element's tests, and two users. */
export default { ...settings, files: PORTABLE, browsers: [chromium(1), firefox(1), await webkit()] };
