import { test as base, expect, type Locator, type Page } from 'playwright/test';
import { Box } from '../box.js';
import { type Backend, Site, type SitePage } from './site.js';

const { API: api = '', SOCKET: socket = '' } = process.env;
export const BACKEND: Backend = { api, socket };

/** A tag with a box that chats in a room of the test's own. */
export const boxTag = (more = ''): string =>
  `<chat-room api="${api}" socket="${socket}" room="guest ${Date.now()} ${Math.random()}" lang="en" ${more}></chat-room>`;

export const SCRIPT = '<script src="/dist/chat-room.js"></script>';

export const pageOf = (body: string, head = '', attributes = 'lang="en"'): string =>
  `<!doctype html><html ${attributes}><head><meta charset="utf-8"><title>Host</title>${head}</head><body>${body}</body></html>`;

interface Fixtures {
  /** Serves these pages for as long as the test runs; resolves with where they are. */
  host(pages: Readonly<Record<string, SitePage>>): Promise<string>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it which fixtures are needed.
  host: async ({}, use) => {
    const sites: Site[] = [];
    await use(async (pages) => {
      const site = await Site.open(pages);
      sites.push(site);
      return site.url;
    });
    await Promise.all(sites.map((site) => site.close()));
  },
});

/** The box and another user, who has a page of their own, hear each other. */
export async function expectChat(box: Box, elsewhere: Page, host: string): Promise<void> {
  await box.connected();
  const room = await box.root.getAttribute('room');
  await elsewhere.goto(host);
  await elsewhere.locator('chat-room').evaluate((other, id) => {
    other.setAttribute('user-id', 'somebody else');
    other.setAttribute('room', id ?? '');
  }, room);
  const other = await Box.on(elsewhere).connected();
  await box.say('from the guest');
  await expect(other.message('from the guest')).toBeVisible();
  await other.say('to the guest');
  await expect(box.message('to the guest')).toBeVisible();
}

/** The elements in a box that have a style attribute. */
export const styledIn = (root: Locator): Promise<string[]> =>
  root.evaluateAll((boxes) =>
    boxes
      .flatMap((box) => [box, ...(box.shadowRoot?.querySelectorAll('*') ?? [])])
      .filter((element) => element.hasAttribute('style'))
      .map(({ outerHTML }) => outerHTML),
  );
