import { expect } from 'playwright/test';
import { assertInvariants } from '../invariants.js';
import { refuse } from '../proxy/actions.js';
import { remove } from '../rows.js';
import { test } from './stage.js';

test('a room opens at once from the device while the backend is away, then is brought up to date', async ({
  stage,
}) => {
  const { world } = stage;
  const { proxy, room_id } = world;
  const first = await world.write('first');
  await world.write('second');
  const tab = await stage.join('jun');
  const copy = async () => JSON.stringify((await tab.kept())[`copy ${room_id}`]);
  await expect.poll(copy).toContain('"second"');

  const allow = [proxy.rule({ on: 'request', do: refuse }), proxy.rule({ on: 'connect', do: refuse })];
  await tab.page.reload();
  await tab.holds(['first', 'second']);
  await expect(tab.box.message('second')).toBeVisible();
  await expect(tab.box.root.getByText(/^No connection/)).toBeVisible();
  expect(await tab.view(({ loaded }) => loaded)).toBe(false);
  await world.write('third');
  await remove(first);

  for (const end of allow) end();
  await tab.box.root.getByRole('button', { name: 'Retry now' }).click();
  await tab.holds(['second', 'third']);
  assertInvariants({ log: await world.log(), readers: [await tab.reader()] });
  await expect.poll(copy).toContain('"third"');
  expect(await copy()).not.toContain('"first"');
});

test('what the device keeps of a room goes when another user comes', async ({ stage }) => {
  const { world } = stage;
  await world.write('for jun');
  const key = `copy ${world.room_id}`;
  const tab = await stage.join('jun');
  await expect.poll(async () => Object.keys(await tab.kept())).toContain(key);
  await tab.page.close();
  world.proxy.rule({ on: 'request', client: 'mina', do: refuse });
  const next = await stage.open('mina');
  await next.tells('disconnected');
  expect(await next.texts()).toEqual([]);
  await expect.poll(async () => Object.keys(await next.kept())).not.toContain(key);
});

test('what was typed and not sent survives a reload, and what was sent does not come back', async ({
  stage,
}) => {
  const tab = await stage.join('jun');
  const { textbox } = tab.box;
  await textbox.fill('half a thought');
  await tab.page.reload();
  await expect(textbox).toHaveValue('half a thought');
  await tab.box.connected();
  await tab.box.say('a whole one');
  await tab.holds(['a whole one']);
  await tab.page.reload();
  await tab.holds(['a whole one']);
  await expect(textbox).toHaveValue('');
});
