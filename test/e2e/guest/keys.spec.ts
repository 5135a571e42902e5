import { expect, type Page } from 'playwright/test';
import { Box } from '../box.js';
import { boxTag, pageOf, SCRIPT, test } from './guest.js';

const LIBRARIES = '<script src="/libraries/mousetrap/mousetrap.js"></script>';

/** A page with shortcuts, by a library and by a listener of its own, that tells which it took. */
async function open(page: Page, url: string): Promise<() => Promise<string[]>> {
  await page.goto(url);
  await page.evaluate(() => {
    const taken: string[] = [];
    const { Mousetrap } = globalThis as unknown as {
      Mousetrap: { bind(keys: readonly string[], run: (event: Event, keys: string) => void): void };
    };
    const keys = ['s', '/', '?', 'g i', 'space', 'enter', 'down', 'home'];
    Mousetrap.bind(keys, (_event, name) => taken.push(name));
    for (const type of ['keydown', 'keypress', 'keyup'] as const) {
      document.addEventListener(type, ({ key }) => taken.push(`${type} ${key}`));
    }
    document.addEventListener('taken', (event) =>
      (event as CustomEvent<string[]>).detail.push(...taken.splice(0)),
    );
  });
  return () =>
    page.evaluate(() => {
      const detail: string[] = [];
      document.dispatchEvent(new CustomEvent('taken', { detail }));
      return detail;
    });
}

test('plain keys in the box are no shortcuts of the page; Ctrl, Meta, Esc and Tab are', async ({
  page,
  host,
}) => {
  const url = await host({ '/': { html: pageOf(boxTag(), LIBRARIES + SCRIPT) } });
  const taken = await open(page, url);
  const box = await Box.on(page).connected();
  await page.keyboard.press('s');
  expect(await taken()).toContain('s');

  await box.textbox.focus();
  await page.keyboard.type('sos / ? gi');
  await expect(box.textbox).toHaveValue('sos / ? gi');
  await page.keyboard.press('Enter');
  await expect(box.message('sos / ? gi')).toBeVisible();
  await box.log.focus();
  for (const key of ['Home', 'End', 'ArrowDown', 's', '/', ' ']) await page.keyboard.press(key);
  expect(await taken()).toEqual([]);

  await box.textbox.focus();
  for (const key of ['Control+k', 'Meta+k', 'Escape']) await page.keyboard.press(key);
  const passed = await taken();
  expect(passed.filter((name) => name === 'keydown k')).toHaveLength(2);
  expect(passed).toContain('keydown Escape');
  await page.keyboard.press('Tab');
  expect(await taken()).toContain('keydown Tab');
});

test('the launcher’s button answers to Enter and space, and the page does not', async ({ page, host }) => {
  const url = await host({ '/': { html: pageOf(boxTag('mode="launcher"'), LIBRARIES + SCRIPT) } });
  const taken = await open(page, url);
  const button = page.locator('chat-room').getByRole('button').last();
  await button.focus();
  await page.keyboard.press(' ');
  await expect(page.locator('chat-room').getByRole('textbox')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('chat-room').getByRole('textbox')).toBeHidden();
  expect(await taken()).not.toContain('space');
});
