import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { expect, test } from 'playwright/test';
import { PNG } from 'pngjs';
import { type Look, type Place, SCALE, takeSheet } from './sheet.js';

/** Draws the sheets anew: `npm run pictures`. Look at them before you commit them. */
const DRAWS = process.env['PICTURES'] === 'draw';

/** So much of a box's picture may differ: edges of letters do, from machine to machine. */
const SHARE = 0.015;

/** How far apart two colours are that count as different, of 1. */
const THRESHOLD = 0.03;

/** Emoji are the platform's own. */
const FOREIGN = /emoji/;

const looks = (['light', 'dark'] as const).flatMap((theme) =>
  (['en', 'ar'] as const).flatMap((lang) =>
    ([320, 400, 1200] as const).map((width): Look => ({ theme, lang, width })),
  ),
);

test.use({
  viewport: { width: 1600, height: 900 },
  deviceScaleFactor: SCALE,
  timezoneId: 'UTC',
  locale: 'en-GB',
});

for (const look of looks) {
  const name = `${look.theme}-${look.lang}-${look.width}`;
  test(`every state looks as in pictures/sheets/${name}.png`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme: look.theme, reducedMotion: 'reduce' });
    const [picture, places] = await takeSheet(page, look);
    const file = fileURLToPath(new URL(`sheets/${name}.png`, import.meta.url));
    if (DRAWS) {
      await mkdir(new URL('sheets', import.meta.url), { recursive: true });
      await writeFile(file, picture);
      return;
    }
    expect(existsSync(file), `${file} is to be drawn: npm run pictures`).toBe(true);
    const [seen, drawn] = [PNG.sync.read(picture), PNG.sync.read(await readFile(file))];
    expect([seen.width, seen.height]).toEqual([drawn.width, drawn.height]);
    const others = places
      .filter(({ state }) => !FOREIGN.test(state))
      .map((place) => ({ state: place.state, share: differing(seen, drawn, place) }))
      .filter(({ share }) => share > SHARE);
    if (others.length > 0) await writeFile(info.outputPath(`${name}.png`), picture);
    expect(others, `see ${info.outputPath(`${name}.png`)} beside ${file}`).toEqual([]);
  });
}

/** How much of a place differs between two sheets, of 1. */
function differing(one: PNG, other: PNG, place: Place): number {
  const { width, height } = place;
  const [a, b] = [cut(one, place), cut(other, place)];
  return pixelmatch(a, b, undefined, width, height, { threshold: THRESHOLD }) / (width * height);
}

function cut(sheet: PNG, { x, y, width, height }: Place): Buffer {
  const piece = new PNG({ width, height });
  PNG.bitblt(sheet, piece, x, y, width, height, 0, 0);
  return piece.data;
}
