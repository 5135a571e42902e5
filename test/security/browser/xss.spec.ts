import { randomUUID } from 'node:crypto';
import { expect } from 'playwright/test';
import { attackTest } from './attack-test.js';
import { CORPUS } from './corpus.js';
import { roomWith } from './log.js';

/** Names and ids hold no tab or line break: the backend refuses them there. */
const plain = (text: string): string => text.replaceAll(/\p{Cc}/gu, '').slice(0, 80);

const NOTHING_RUNS = 'it is text and nothing else; the policy is not broken, nothing runs, nothing is loaded';

attackTest(
  50,
  `${CORPUS.length} strings that would run elsewhere come as texts, names and ids of users`,
  NOTHING_RUNS,
  async (strict) => {
    const said = CORPUS.map((attack) => ({ message: attack, name: plain(attack), user_id: plain(attack) }));
    await strict.turnTo({ room: await roomWith(said) });
    await expect.poll(() => strict.texts()).toEqual(CORPUS);
    await strict.assertHarmless();
    // As one's own, too.
    for (const userId of CORPUS.map(plain)) await strict.turnTo({ userId });
    await expect.poll(() => strict.texts()).toEqual(CORPUS);
    await strict.assertHarmless();
    await strict.assertInForce();
  },
);

attackTest(50, 'the same strings are written in the box itself', NOTHING_RUNS, async (strict) => {
  await strict.turnTo({ room: await roomWith([]) });
  for (const attack of CORPUS) await strict.box.say(attack);
  await expect
    .poll(async () => (await strict.texts()).map((text) => text.trim()))
    .toEqual(CORPUS.map((attack) => attack.trim()));
  await strict.assertHarmless();
});

for (const [where, around] of [
  ['within an address', (attack: string) => `https://evil.example/?q=${attack}`],
  ['before and after one', (attack: string) => `${attack} https://good.example/ ${attack}`],
  ['as a host, and in brackets', (attack: string) => `www.${attack} <https://${attack}> a@${attack}`],
] as const) {
  attackTest(50, `the same strings stand ${where}`, NOTHING_RUNS, async (strict) => {
    const texts = CORPUS.map(around);
    await strict.turnTo({ room: await roomWith(texts.map((message) => ({ message }))) });
    await expect.poll(() => strict.texts()).toEqual(texts);
    await strict.assertHarmless();
  });
}

attackTest(50, 'the same strings are names of rooms', NOTHING_RUNS, async (strict) => {
  for (const room of new Set(CORPUS.map(plain))) {
    const text = randomUUID();
    await roomWith([{ message: text }], room);
    await strict.turnTo({ room });
    await expect(strict.box.message(text)).toBeVisible();
  }
  await strict.assertHarmless();
});
