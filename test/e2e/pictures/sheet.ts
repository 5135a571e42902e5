import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';

const { resolve } = createRequire(import.meta.url);

/** Text is as wide on every machine: in fonts that come with the tests. */
const FONTS = {
  latin: resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  arabic: resolve('@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2'),
} as const;

const STYLES = `
  @font-face { font-family: Latin; src: url(/fonts/latin) format('woff2'); font-weight: 100 900; }
  @font-face { font-family: Arabic; src: url(/fonts/arabic) format('woff2'); font-weight: 100 900; }
  figcaption { font-family: Latin; }
  chat-room { --chat-font: Latin, Arabic; }
  *, chat-room::part(spinner) { animation: none; caret-color: transparent; }
`;

/** A picture's half: what differs by less than that is nothing that anybody sees. */
export const SCALE = 0.5;

export interface Look {
  readonly theme: 'light' | 'dark';
  readonly lang: 'en' | 'ar';
  readonly width: 320 | 400 | 1200;
}

/** Where a state's box stands on its sheet, in its pixels. */
export interface Place {
  readonly state: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Takes a picture of the gallery: a box in every state, at a time that stands still. */
export async function takeSheet(page: Page, { theme, lang, width }: Look): Promise<[Buffer, Place[]]> {
  await page.clock.setFixedTime(new Date('2026-01-15T15:04:00Z'));
  await page.route('**/fonts/*', (route) => {
    const path = FONTS[new URL(route.request().url()).pathname.split('/').at(-1) as keyof typeof FONTS];
    return route.fulfill({ path, contentType: 'font/woff2' });
  });
  await page.route('**/gallery.css', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}${STYLES}` });
  });
  // No box is there before its fonts are: a line that breaks anew would have it scroll.
  await page.route('**/gallery.js', async (route) => {
    for (const font of ['Latin', 'Arabic']) {
      const isLoaded = async (name: string) => (await document.fonts.load(`16px ${name}`, 'aا')).length > 0;
      await page.waitForFunction(isLoaded, font);
    }
    await route.continue();
  });
  await page.goto(`/gallery.html?theme=${theme}&lang=${lang}&width=${width}`);
  await page.locator('.gallery[aria-busy="false"]').waitFor();
  await page.evaluate(async () => {
    for (let frame = 0; frame < 10; frame++) await new Promise(requestAnimationFrame);
  });
  const picture = await page.screenshot({ fullPage: true, animations: 'disabled' });
  const places = await page.locator('figure').evaluateAll((figures, scale) => {
    const placeOf = (figure: Element): Place => {
      const { x, y, width, height } = figure.getBoundingClientRect();
      const [left, top] = [Math.round((x + scrollX) * scale), Math.round((y + scrollY) * scale)];
      const state = figure.querySelector('figcaption')?.textContent ?? '';
      return { state, x: left, y: top, width: Math.round(width * scale), height: Math.round(height * scale) };
    };
    return figures.map(placeOf);
  }, SCALE);
  return [picture, places];
}
