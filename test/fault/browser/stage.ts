import { join } from 'node:path';
import { type BrowserContext, test as base, expect } from 'playwright/test';
import { FAULTS } from '../suite.js';
import { World } from '../world.js';
import { inPlainBrowser } from './plain-browser.js';
import { Site } from './site.js';
import { Tab } from './tab.js';

/** A room behind a proxy, a site that shows it, and a browser. */
export class Stage {
  readonly world: World;
  readonly site: Site;
  readonly context: BrowserContext;
  /** What pages threw and nobody caught. */
  readonly thrown: string[] = [];

  constructor(world: World, site: Site, context: BrowserContext) {
    this.world = world;
    this.site = site;
    this.context = context;
    context.on('weberror', (error) => this.thrown.push(error.error().message));
  }

  /** The page of the room for a user whom the proxy knows by the same name. */
  url(user: string, query: Record<string, string> = {}, host?: string): string {
    const { api, socket } = this.world.proxy.addresses(user);
    return this.site.url('room', { api, socket, user, room: this.world.room_id, ...query }, host);
  }

  async open(user: string, query?: Record<string, string>): Promise<Tab> {
    const page = await this.context.newPage();
    await page.goto(this.url(user, query));
    return new Tab(page);
  }

  /** Opens the room, and resolves once it is connected. */
  async join(user: string, query?: Record<string, string>): Promise<Tab> {
    const tab = await this.open(user, query);
    await tab.box.connected();
    return tab;
  }
}

/** A test in a browser with a stage of its own, on which no page may throw. */
export const test = base.extend<{ stage: Stage }>({
  stage: async ({ context }, use) => {
    const [world, site] = [await World.open(), await Site.open()];
    const stage = new Stage(world, site, context);
    await use(stage);
    await Promise.all([world.close(), site.close()]);
    expect(stage.thrown).toEqual([]);
  },
});

/** One named test of a fault case; its outcome goes into the table beside those of the other runner. */
export function faultTest(
  id: number,
  fault: string,
  expected: string,
  run: (stage: Stage) => Promise<void>,
): void {
  test(FAULTS.titleOf({ id, fault, expected }), async ({ stage }, { config, titlePath: [name = ''] }) => {
    const file = join(config.rootDir, name);
    await FAULTS.recorded({ id, fault, expected, file }, () => run(stage));
  });
}

/** The same stage in a browser of this test's own, which its user has set so. */
export function plainly(
  preferences: object,
  run: (stage: Stage) => Promise<void>,
): (stage: Stage) => Promise<void> {
  return ({ world, site }) =>
    inPlainBrowser(preferences, async (context) => {
      const stage = new Stage(world, site, context);
      await run(stage);
      expect(stage.thrown).toEqual([]);
    });
}
