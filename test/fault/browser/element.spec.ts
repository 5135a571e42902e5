import { expect } from 'playwright/test';
import { delayReply } from '../proxy/actions.js';
import { moment, type World } from '../world.js';
import { expectConnections, hang } from './connections.js';
import { faultTest, type Stage } from './stage.js';
import { Tab } from './tab.js';

/** The world's rooms of these names. */
function rooms({ room_id }: World, ...names: readonly string[]): string[] {
  return names.map((name) => `${name} of ${room_id}`);
}

/** A page with a box of no room yet, which notes everything that its list ever shows. */
async function openBox({ context, site, world }: Stage): Promise<Tab> {
  const page = await context.newPage();
  await page.goto(site.url('empty'));
  await page.evaluate(({ api, socket }) => {
    const box = document.createElement('chat-room');
    Object.assign(box, { api, socket, userId: 'jun', lang: 'en' });
    document.body.append(box);
    const shown: string[] = [];
    const look = () => shown.push(box.shadowRoot?.querySelector('[role=log]')?.textContent ?? '');
    const options = { subtree: true, childList: true, characterData: true };
    new MutationObserver(look).observe(box.shadowRoot as ShadowRoot, options);
    Object.assign(globalThis, { box, shown });
  }, world.proxy.addresses('jun'));
  return new Tab(page);
}

function enter({ page }: Tab, room: string): Promise<void> {
  return page.locator('chat-room').evaluate((box, id) => box.setAttribute('room', id), room);
}

/** Everything that the list has shown until now. */
function shown({ page }: Tab): Promise<string> {
  return page.evaluate('shown.join()');
}

faultTest(
  30,
  'the room of a box is changed while it connects, and the first room answers late',
  'only the last room’s messages are ever shown, and it has the only connection',
  async (stage) => {
    const { world } = stage;
    const [first = '', last = ''] = rooms(world, 'first', 'last');
    await world.write('of the first', { room_id: first });
    await world.write('of the last', { room_id: last });
    const late = moment();
    const read = world.proxy.log.waitFor(({ type }) => type === 'reply');
    world.proxy.rule({ on: 'request', method: 'GET', do: delayReply(late.come), times: 1 });
    const tab = await openBox(stage);
    await enter(tab, first);
    await read;
    await enter(tab, last);
    await expect(tab.box.message('of the last')).toBeVisible();
    late.now();
    const answers = () => world.proxy.log.filter(({ type }) => type === 'answer');
    await expect.poll(() => answers().length).toBe(2);
    await tab.box.connected();
    for (const room_id of [first, last]) await world.write('live', { room_id });
    await expect(tab.box.message('live')).toHaveCount(1);
    expect(await shown(tab)).not.toContain('of the first');
    await expectConnections(first, 0);
    await expectConnections(last, 1);
  },
);

faultTest(
  30,
  'a box is taken out and put back elsewhere while its handshake hangs, then sent to and fro between rooms',
  'only the last room’s messages are shown from then on, and it has the only connection',
  async (stage) => {
    const { world } = stage;
    const [one = '', two = '', last = ''] = rooms(world, 'one', 'two', 'last');
    for (const room_id of [one, two, last]) await world.write(`of ${room_id}`, { room_id });
    const over = moment();
    world.proxy.rule({ on: 'connect', client: 'jun', do: hang(over.come), times: 2 });
    const tab = await openBox(stage);
    await enter(tab, one);
    await world.proxy.log.waitFor((event) => event.type === 'connect' && event.nth === 1);
    await tab.page.evaluate('box.remove()');
    await tab.page.evaluate("document.body.appendChild(document.createElement('div')).append(box)");
    await world.proxy.log.waitFor((event) => event.type === 'connect' && event.nth === 2);
    await tab.page.evaluate(sendToAndFro, [one, two, last]);
    await expect(tab.box.message(`of ${last}`)).toBeVisible();
    await tab.box.connected();
    for (const room_id of [one, two, last]) await world.write(`live in ${room_id}`, { room_id });
    await expect(tab.box.message(`live in ${last}`)).toHaveCount(1);
    const all = await shown(tab);
    for (const room_id of [one, two]) expect(all).not.toContain(`of ${room_id}`);
    for (const room_id of [one, two]) expect(all).not.toContain(`in ${room_id}`);
    await expectConnections(one, 0);
    await expectConnections(two, 0);
    await expectConnections(last, 1);
    expect(world.proxy.lines('jun')).toHaveLength(1);
    over.now();
  },
);

/** Runs in the page: changes rooms at once, then with a frame in between, and starts the notes anew in the last one. */
async function sendToAndFro(rooms: readonly string[]): Promise<void> {
  const box = document.querySelector('chat-room') as HTMLElement & { updateComplete: Promise<unknown> };
  for (const wait of [false, true, true]) {
    for (const room of rooms) {
      box.setAttribute('room', room);
      if (wait) await new Promise(requestAnimationFrame);
    }
  }
  await box.updateComplete;
  (globalThis as unknown as { shown: string[] }).shown.length = 0;
}
