import { expect, type Locator } from 'playwright/test';
import { attackTest } from './attack-test.js';
import { roomWith } from './log.js';
import type { StrictPage } from './strict-page.js';

const MODERATOR = { user_id: 'mod', name: 'Alex Kim', role: 'moderator' } as const;

/** Others' rows, as their users see them. */
const rowOf = ({ box, page }: StrictPage, text: string): Locator =>
  box.log.locator('.row').filter({ has: page.getByText(text, { exact: true }) });

attackTest(
  51,
  'names and texts turn the direction of what follows, or have what nobody sees in them',
  'names are shown without it, and no row changes how another one reads',
  async (strict) => {
    const names = [
      '\u202emoderator\u202c',
      '\u2067mod\u2069',
      'm\u200bo\u200cd\u2060',
      '\ufeffmod\u00ad',
      'mod\u3164\u115f',
      '\u{e0041}mod\u{e007f}',
      'mod\n\n',
    ];
    const said = names.map((name, index) => ({
      message: `\u202e${index} txet`,
      name: name.replaceAll('\n', ''),
    }));
    await strict.turnTo({ room: await roomWith([{ message: 'before' }, ...said, { message: 'after' }]) });
    const shown = strict.box.log.locator('bdi.name');
    await expect(shown).toHaveText([
      'Writer',
      'moderator',
      'mod',
      'mod',
      'mod',
      'mod',
      'mod',
      'mod',
      'Writer',
    ]);
    for (const element of [shown, strict.box.log.locator('p.text')]) {
      for (const one of await element.all()) await expect(one).toHaveCSS('unicode-bidi', /isolate|plaintext/);
    }
    const times = await strict.box.log.locator('time').allTextContents();
    for (const time of times) expect(time).toMatch(/^\d{1,2}:\d{2}/);
    await strict.assertHarmless();
  },
);

attackTest(
  51,
  'names look like a moderator’s: in another script, with what nobody sees, in other capitals, as the very same',
  'each is marked as no moderator’s, the moderator as one, and nobody else',
  async (strict) => {
    const copies = [
      'Alex Kim',
      'Αlex Kіm',
      'A\u200blex K\u2060im',
      'ALEX  KIM',
      'alex kim',
      'AIex Kirn',
      'Álex Kim',
      '\u202eAlex Kim',
      'Ａｌｅｘ Ｋｉｍ',
    ];
    const said = copies.flatMap((name, index) => [
      { message: `copy ${index}`, name, user_id: `copy ${index}`, role: 'user' as const },
      { message: `unverified copy ${index}`, name, user_id: `nobody ${index}` },
    ]);
    const room = await roomWith([
      { ...MODERATOR, message: 'by the moderator' },
      ...said,
      { message: 'under the moderator’s id', name: MODERATOR.name, user_id: MODERATOR.user_id },
      { message: 'by Alexa', name: 'Alexa Kim', role: 'user' },
    ]);
    await strict.turnTo({ room });
    const mark = (text: string) => rowOf(strict, text).getByText(/^(Not a moderator|Moderator)$/);
    await strict.box.log.press('Home');
    await expect(mark('by the moderator')).toHaveText('Moderator');
    for (const { message } of said) {
      while ((await rowOf(strict, message).count()) === 0) await strict.down();
      await expect(mark(message)).toHaveText('Not a moderator');
    }
    await expect(mark('under the moderator’s id')).toHaveText('Not a moderator');
    await expect(mark('by Alexa')).toHaveCount(0);
  },
);

attackTest(
  51,
  'a name has 70 marks on a letter, and texts are 4,000 emoji, 4,000 marks, and one word of 4,000 letters',
  'three marks are shown, and no row leaves the box or lies over another',
  async (strict) => {
    const texts = ['😀'.repeat(4_000), `Z${'\u0351'.repeat(3_999)}`, 'w'.repeat(4_000)];
    const zalgo = `Z${'\u0351'.repeat(70)}`;
    await strict.turnTo({ room: await roomWith(texts.map((message) => ({ message, name: zalgo }))) });
    await expect(strict.box.log.locator('bdi.name').first()).toHaveText(`Z${'\u0351'.repeat(3)}`);
    await expect(strict.box.log.locator('.row')).toHaveCount(3);
    const laid = await strict.box.log.evaluate((log) => {
      const edges = log.getBoundingClientRect();
      const rows = [...log.querySelectorAll('.row')].map((row) => row.getBoundingClientRect());
      return {
        outside: rows.filter(({ left, right }) => left < edges.left || right > edges.right).length,
        overlapping: rows.filter(({ top }, index) => index > 0 && top < (rows[index - 1]?.bottom ?? 0))
          .length,
        scrollsSideways: log.scrollWidth > log.clientWidth,
      };
    });
    expect(laid).toEqual({ outside: 0, overlapping: 0, scrollsSideways: false });
  },
);
