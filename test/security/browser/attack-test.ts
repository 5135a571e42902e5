import { join } from 'node:path';
import { test as base } from 'playwright/test';
import { backend } from '../../fault/world.js';
import { ATTACKS } from '../suite.js';
import { StrictPage } from './strict-page.js';
import { openStrictSite } from './strict-site.js';

const test = base.extend<{ strict: StrictPage }>({
  strict: async ({ page }, use) => {
    const { api, socket } = backend();
    const site = await openStrictSite({ api, socket });
    await use(await StrictPage.open(page, `${site.url}/`, [`${api}/`, `${socket}/`]));
    await site.close();
  },
});

/** One named test of a case on the strict site's page; its outcome goes into the table beside those of the other runner. */
export function attackTest(
  id: number,
  fault: string,
  expected: string,
  run: (strict: StrictPage) => Promise<void>,
): void {
  test(ATTACKS.titleOf({ id, fault, expected }), async ({ strict }, { config, titlePath: [name = ''] }) => {
    const tested = { id, fault, expected, file: join(config.rootDir, name) };
    await ATTACKS.recorded(tested, () => run(strict));
  });
}
