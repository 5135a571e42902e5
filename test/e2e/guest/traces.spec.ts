import { expect, type Page } from 'playwright/test';
import { Box } from '../box.js';
import { BACKEND, boxTag, expectChat, pageOf, SCRIPT, test } from './guest.js';

const TEXT = '<p>Some text of the page. <a href="#x">A link</a></p>'.repeat(60);
const CONTENT = `<h1>Host</h1><button>Own button</button><input><ul><li>One</li></ul><table><tr><td>1</td></tr></table>
  ${TEXT}<div id="place"></div><div id="corner"></div>`;
const CSS = '<style>p { color: teal } body { margin: 20px; font: 17px serif }</style>';

/** All that a script could have left on a page: names, styles, places, the page's own tree. */
function tracesOf(page: Page) {
  return page.evaluate(() => {
    // What a box says to a screen reader stands within its own tag.
    const all = [...document.querySelectorAll('*')].filter(
      (element) => !element.closest('chat-room') && element.localName !== 'script',
    );
    return {
      globals: Reflect.ownKeys(window).map(String).sort(),
      onmessage: window.onmessage,
      sheets: [...document.styleSheets].map(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)),
      adopted: document.adoptedStyleSheets.length,
      looks: all.map((element) => {
        const style = getComputedStyle(element);
        // The page is longer by what was put into it.
        const own = [...style].filter((name) => !/^(block-size|height|perspective|transform)/.test(name));
        return `${element.localName}: ${own.map((name) => style.getPropertyValue(name)).join(';')}`;
      }),
      tree: all.map(({ localName, attributes, id }) =>
        [localName, id, ...[...attributes].map(({ name, value }) => `${name}=${value}`)].join(' '),
      ),
      focused: document.activeElement?.localName,
      scrolled: [scrollX, scrollY],
      selected: String(getSelection()),
      title: document.title,
      address: location.href,
      history: history.length,
      cookie: document.cookie,
      prototypes: [Object, Array, String, Function, Element, HTMLElement, Promise, EventTarget].map((one) =>
        Reflect.ownKeys(one.prototype).map(String),
      ),
    };
  });
}

/** What is listened for on the window and the document, as the browser knows it. */
async function listenersOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const types: string[] = [];
  for (const expression of ['window', 'document', 'document.documentElement', 'document.body']) {
    const { result } = await session.send('Runtime.evaluate', { expression });
    const { listeners } = await session.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId ?? '',
    });
    types.push(...listeners.map(({ type }) => `${expression} ${type}`));
  }
  return types;
}

/** Puts the script and a tag into the page, as a site's own script would. */
async function embed(page: Page, tag: string, place: string): Promise<void> {
  await page.evaluate(
    async ([html, into]) => {
      const script = document.createElement('script');
      script.src = '/dist/chat-room.js';
      if (!customElements.get('chat-room')) {
        const loaded = new Promise((resolve) => script.addEventListener('load', resolve));
        document.body.append(script);
        await loaded;
      }
      document.querySelector(into ?? '')?.insertAdjacentHTML('beforeend', html ?? '');
    },
    [tag, place],
  );
}

test('a box leaves no trace on the page: no global, style, listener for messages, focus, scroll or cookie', async ({
  page,
  host,
  context,
}) => {
  const url = await host({
    '/': { html: pageOf(CONTENT, CSS) },
    '/other': { html: pageOf(boxTag(), SCRIPT) },
  });
  await page.goto(url);
  await page.locator('input').focus();
  await page.evaluate(() => scrollTo(0, 300));
  const before = await tracesOf(page);
  expect(before.scrolled).toEqual([0, 300]);

  await embed(page, boxTag(), '#place');
  const box = await Box.on(page).connected();
  await embed(page, boxTag('mode="launcher"'), '#corner');
  const launcher = page.locator('chat-room').nth(1);
  await expect(launcher.getByRole('button')).toBeVisible();
  expect(await tracesOf(page)).toEqual(before);

  await expectChat(box, await context.newPage(), `${url}/other`);
  await launcher.getByRole('button').click();
  await expect(launcher.getByRole('textbox')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(launcher.getByRole('button', { name: 'Open chat' })).toBeFocused();
  await page.evaluate(() => {
    document.querySelector('input')?.focus({ preventScroll: true });
    scrollTo(0, 300);
  });
  expect(await tracesOf(page)).toEqual(before);
  expect(await context.cookies()).toEqual([]);
  const heard = await listenersOf(page);
  expect(heard).not.toEqual([]);
  expect(heard.filter((type) => /message|key|unhandledrejection|error/.test(type))).toEqual([]);

  await page.locator('chat-room').evaluateAll((boxes) => {
    for (const element of boxes) element.remove();
  });
  expect(await tracesOf(page)).toEqual(before);
});

test('the only name is the tag’s', async ({ page, host }) => {
  const url = await host({ '/': { html: pageOf(boxTag(), SCRIPT) } });
  await page.addInitScript(() => {
    const defined: string[] = [];
    const { define } = customElements;
    Object.defineProperty(document, 'tags', { value: defined });
    customElements.define = (name, ...rest) => {
      defined.push(name);
      define.call(customElements, name, ...rest);
    };
  });
  await page.goto(url);
  await Box.on(page).connected();
  expect(await page.evaluate(() => (document as unknown as { tags: string[] }).tags)).toEqual(['chat-room']);
});

test('nothing is asked for but the script, its parts, and what the backend’s addresses say', async ({
  page,
  host,
}) => {
  const url = await host({ '/': { html: pageOf(boxTag(), SCRIPT) } });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  await page.goto(url);
  const box = await Box.on(page).connected();
  for (const lang of ['ar', 'ja', 'zh', 'es', 'fr', 'de', 'en']) {
    await box.root.evaluate((element, to) => element.setAttribute('lang', to), lang);
    await expect(box.root.locator('section')).toHaveAttribute('lang', lang);
  }
  await box.say('see https://example.com/a-link and more');
  await expect(box.log.getByRole('link')).toBeVisible();
  await box.root.evaluate((element) => element.setAttribute('mode', 'launcher'));
  await expect(box.root.getByRole('button')).toBeVisible();
  const { api, socket } = BACKEND;
  const allowed = [`${api}/chat`, `${socket}/?`, `${socket}?`, `${url}/dist/chat-room.js`];
  const foreign = asked.filter((address) => !allowed.some((start) => address.startsWith(start)));
  const parts = foreign.filter((address) => /^\/dist\/chat-room-\w+\.js$/.test(new URL(address).pathname));
  expect(foreign.filter((address) => !parts.includes(address))).toEqual([`${url}/`]);
  expect(parts.length).toBeGreaterThan(7);
  expect(asked.filter((address) => address.startsWith('ws'))).not.toEqual([]);
});

test('the built files have no eval, no markup from strings and no style attribute in them', async ({
  request,
  host,
}) => {
  const url = await host({});
  const names = ['', '-tools', '-launcher', '-links', '-tokens', '-changes', '-pages', '-ar'];
  for (const name of names) {
    const code = await (await request.get(`${url}/dist/chat-room${name}.js`)).text();
    expect(code.length).toBeGreaterThan(100);
    const bad = /\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML|\sstyle=|postMessage\(/;
    expect(code.match(bad)?.[0], name).toBe(undefined);
  }
});

test('a page opened at an anchor stays there: the box takes neither focus nor place while it loads', async ({
  page,
  host,
}) => {
  const html = pageOf(`${boxTag()}${TEXT}<h2 id="here">Here</h2>${TEXT}${boxTag()}`, SCRIPT);
  const url = await host({ '/': { html } });
  await page.addInitScript(() => {
    const moved: string[] = [];
    Object.defineProperty(document, 'moved', { value: moved });
    for (const name of ['scrollIntoView', 'scrollTo', 'scrollBy', 'focus'] as const) {
      const real = HTMLElement.prototype[name] as (...args: unknown[]) => unknown;
      Object.defineProperty(HTMLElement.prototype, name, {
        value(this: HTMLElement, ...args: unknown[]) {
          moved.push(`${this.localName} ${name} ${JSON.stringify(args)}`);
          return real.apply(this, args);
        },
      });
    }
  });
  await page.goto(`${url}/#here`);
  for (const index of [0, 1]) await Box.on(page, index).connected();
  const placeOf = () =>
    page.locator('#here').evaluate((here) => Math.abs(Math.round(here.getBoundingClientRect().top)));
  expect(await placeOf()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('body');
  const moved = () => page.evaluate(() => (document as unknown as { moved: string[] }).moved);
  expect(await moved()).toEqual([]);

  // A message far above does not pull the page to it either, and where the box does focus, it does not scroll.
  await Box.on(page, 0).root.evaluate((box) => box.shadowRoot?.querySelector<HTMLElement>('.send')?.click());
  expect(await placeOf()).toBe(0);
  for (const focus of (await moved()).filter((call) => call.includes(' focus '))) {
    expect(focus).toContain('"preventScroll":true');
  }
});
