import { expect, type Page } from 'playwright/test';
import { Box } from '../box.js';
import { watch } from '../page.js';
import { BACKEND, boxTag, expectChat, pageOf, SCRIPT, styledIn, test } from './guest.js';
import { strictPolicy } from './site.js';

const policy = strictPolicy(BACKEND);
const LANGUAGES = ['en', 'ko', 'ja', 'zh', 'es', 'fr', 'de', 'ar'];

/** What breaks the page's policy, from before its first script on. */
async function violationsOf(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      violations.push(`${violatedDirective} ${blockedURI}`),
    );
    document.addEventListener('told', (event) => (event as CustomEvent<string[]>).detail.push(...violations));
  });
  return () =>
    page.evaluate(() => {
      const detail: string[] = [];
      document.dispatchEvent(new CustomEvent('told', { detail }));
      return detail;
    });
}

/** A policy that is not in force is never broken either. */
async function expectInForce(page: Page): Promise<void> {
  const broken = await page.evaluate(async () => {
    const told = (action: () => void) =>
      new Promise<string>((resolve) => {
        const tell = ({ violatedDirective }: SecurityPolicyViolationEvent) => resolve(violatedDirective);
        document.addEventListener('securitypolicyviolation', tell, { once: true });
        action();
      });
    const element = document.createElement('p');
    const image = await told(() => {
      new Image().src = '/pixel.png';
    });
    const style = await told(() => element.setAttribute('style', 'color: red'));
    const html = await told(() => {
      try {
        element.innerHTML = '<b>';
      } catch {
        // Refused, as it should be.
      }
    });
    return [image, style, html];
  });
  expect(broken).toEqual(['img-src', 'style-src-attr', 'require-trusted-types-for']);
}

test('under the strictest policy, with no exception, a box chats', async ({ page, host, context }) => {
  const url = await host({ '/': { html: pageOf(boxTag(), SCRIPT), policy } });
  const violations = await violationsOf(page);
  const faults = watch(page);
  await page.goto(url);
  await expectChat(Box.on(page), await context.newPage(), url);
  expect(await styledIn(page.locator('chat-room'))).toEqual([]);
  expect(await violations()).toEqual([]);
  expect(faults).toEqual([]);
  await expectInForce(page);
});

for (const mode of ['inline', 'launcher']) {
  test(`under the strictest policy every state is shown, menus open, and no style attribute is used: ${mode}`, async ({
    page,
    host,
  }) => {
    const scripts = `${SCRIPT}<script type="module" src="/scripts/states.js"></script>`;
    const url = await host({ '/': { html: pageOf('', scripts), policy } });
    const violations = await violationsOf(page);
    const faults = watch(page);
    await page.goto(url);
    const states: string[] = JSON.parse((await page.locator('html').getAttribute('data-states')) ?? '[]');
    expect(states.length).toBeGreaterThan(20);
    for (const name of states) {
      await page.evaluate(
        (detail) =>
          new Promise((resolve) => {
            document.addEventListener('shown', resolve, { once: true });
            document.dispatchEvent(new CustomEvent('show', { detail }));
          }),
        { name, mode, lang: 'en' },
      );
      const box = page.locator('chat-room');
      for (const more of await box.locator('[aria-haspopup="menu"]').all()) {
        await more.focus();
        await page.keyboard.press('Enter');
        await expect(box.getByRole('menu')).toBeVisible();
        expect(await styledIn(box)).toEqual([]);
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('Escape');
        await expect(box.getByRole('menu')).toBeHidden();
      }
      await expect(box.locator('section')).toHaveCSS('display', 'flex');
      expect(await styledIn(box), name).toEqual([]);
    }
    expect(await violations()).toEqual([]);
    expect(faults).toEqual([]);
    await expectInForce(page);
  });
}

for (const lang of LANGUAGES) {
  test(`under the strictest policy a box speaks ${lang}`, async ({ page, host }) => {
    const html = pageOf(boxTag().replace('lang="en"', ''), SCRIPT, `lang="${lang}"`);
    const url = await host({ '/': { html, policy } });
    const violations = await violationsOf(page);
    const faults = watch(page);
    await page.goto(url);
    const box = page.locator('chat-room');
    await expect(box.locator('section')).toHaveAttribute('lang', lang);
    await expect(box.getByRole('log')).toBeVisible();
    expect(await violations()).toEqual([]);
    expect(faults).toEqual([]);
  });
}
