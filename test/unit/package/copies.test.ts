import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { launchOptions } from '../../browser.mjs';
import { Site } from './site.js';

const SCRIPT = readFileSync(fileURLToPath(new URL('../../../dist/chat-room.js', import.meta.url)));

/** Another version's class has what it is given, and nothing of ours. */
const OTHER = `
  customElements.define('chat-room', class Other extends HTMLElement {
    connectedCallback() { this.textContent = 'other, ' + this.getAttribute('room'); }
  });
`;

const FILES: Readonly<Record<string, readonly [type: string, body: string | Buffer]>> = {
  '/twice': [
    'text/html',
    '<!doctype html><script src="chat-room.js"></script><script src="chat-room.js?again"></script><chat-room></chat-room>',
  ],
  '/other': [
    'text/html',
    '<!doctype html><script src="other.js"></script><body><script src="chat-room.js" data-room="lobby"></script>',
  ],
  '/chat-room.js': ['text/javascript', SCRIPT],
  '/other.js': ['text/javascript', OTHER],
};

describe('copies of the script on one page', () => {
  let origin = '';
  let browser: Browser;
  const site = new Site(({ url = '' }, response) => {
    const [type, body] = FILES[new URL(url, 'http://site.test').pathname] ?? [];
    response.writeHead(body ? 200 : 404, { 'Content-Type': type ?? 'text/plain' }).end(body);
  });

  before(async () => {
    origin = await site.open();
    browser = await chromium.launch(launchOptions());
  });

  after(async () => {
    await browser.close();
    site.close();
  });

  /** What the page says there, and what went wrong. */
  const open = async (
    path: string,
    place: string,
  ): Promise<[text: string | null, errors: readonly string[]]> => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(origin + path);
    const text = await page.locator(place).textContent();
    await page.close();
    return [text, errors];
  };

  it('that are the same define the tag once, without an error', async () => {
    const [text, errors] = await open('/twice', 'chat-room [role="alert"]');
    assert.match(text ?? '', /“api” is missing/);
    assert.deepEqual(errors, []);
  });

  it('leave the tag to another version that defined it first, and put its boxes into the page', async () => {
    assert.deepEqual(await open('/other', 'chat-room'), ['other, lobby', []]);
  });
});
