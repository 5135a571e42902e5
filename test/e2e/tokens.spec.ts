import { expect, test } from 'playwright/test';
import { FREE_PORTS } from '../../src/local/ports.js';
import { type Stack, startStack } from '../../src/local/stack.js';
import { Box } from './box.js';
import { expectOwnCode, watch } from './page.js';

// One stack for all: it takes seconds to start.
test.describe.configure({ mode: 'default' });

let stack: Stack;

test.beforeAll(async () => {
  // Beside browsers that keep all processors busy it takes many more.
  test.setTimeout(120_000);
  stack = await startStack({ ports: FREE_PORTS, auth: true });
});
test.afterAll(() => stack?.stop());

test('tokens.html loads without an error, connects, explains itself and shows its own code', async ({
  page,
}) => {
  const faults = watch(page);
  await page.goto(stack.demo);
  await Box.on(page).connected();
  await expectOwnCode(page);
  await expect(page.locator('pre.code').nth(1)).toContainText('getToken');
  await expect(page.locator('pre.code').nth(2)).toContainText('signRoomToken');
  expect(faults).toEqual([]);
});

test('tokens.html: a member and a moderator chat, and no address has a token in it', async ({ page }) => {
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  page.on('websocket', (socket) => addresses.push(socket.url()));
  await page.goto(stack.demo);
  const minji = await Box.on(page).connected();
  const [said, answered] = [`from a member ${Date.now()}`, `from a moderator ${Date.now()}`];
  await minji.say(said);
  await expect(minji.message(said)).toBeVisible();

  await page.getByRole('button', { name: 'Alex, a moderator' }).click();
  const alex = await Box.on(page).connected();
  await expect(alex.message(said)).toBeVisible();
  await expect(alex.log.getByText('민지', { exact: true }).first()).toBeVisible();
  await alex.say(answered);
  await expect(alex.message(answered)).toBeVisible();

  expect(addresses.some((address) => address.startsWith('ws'))).toBe(true);
  expect(addresses.filter((address) => /eyJ|token[.=]/.test(address))).toEqual([]);
});
