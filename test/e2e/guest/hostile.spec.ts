import { expect, type Page } from 'playwright/test';
import { Box } from '../box.js';
import { watch } from '../page.js';
import { boxTag, expectChat, pageOf, SCRIPT, test } from './guest.js';

const STATES_SHOWN = ['talk', 'gap', 'moderator', 'offline', 'typed too much'];

/** What the page's own styles do to everything on it. */
const HOSTILE: Readonly<Record<string, string>> = {
  'styles of everything, inherited and not': `html, body, body * { font: italic 700 9px/3 cursive; letter-spacing: .3em; word-spacing: 1em;
      text-transform: uppercase; text-align: center; text-indent: 3em; white-space: nowrap; color: lime; cursor: wait; text-shadow: 2px 2px red;
      list-style: square; tab-size: 1; word-break: break-all; font-variant: small-caps; caret-color: red; accent-color: red; hyphens: auto;
      -webkit-text-stroke: 1px red; -webkit-text-fill-color: red; fill: red; stroke: red; border-spacing: 9px; user-select: none }
    :root { background: #000; color: #eee; --text: red; --accent: red; --surface: red; --radius: 99px }
    *, ::before, ::after { background-color: rgb(20 0 0); outline-color: red; transition: color 9s; box-sizing: content-box }
    ::placeholder, ::selection { color: red }`,
  'rules for every name that it knows': `div, section, header, main, p, span, button, textarea, svg, path, time, bdi, ul, li, a, strong,
    .box, .row, .text, .field, .send, .hint, .icon, .name, .link, .menu, .count, .own, .day,
    [role], [aria-label], [dir], chat-room *, chat-room::part(nothing) { display: none !important; position: absolute !important;
      color: red !important; font-size: 1px !important; transform: rotate(9deg) !important }`,
};

/** Takes away all that a box says of itself: its place and its height, too. */
const UNSET: Readonly<Record<string, string>> = {
  'all: unset': '* { all: unset }',
  'all: unset !important': '* { all: unset !important } head, head * { display: none !important }',
  'all: initial !important': '* { all: initial !important } head, head * { display: none !important }',
  'all: revert !important': '* { all: revert !important }',
};

const scripts = `${SCRIPT}<script type="module" src="/scripts/states.js"></script>`;
const FRAME = '<style>html, body { margin: 0 }</style>';

async function show(page: Page, name: string): Promise<void> {
  await page.evaluate(
    (detail) =>
      new Promise((resolve) => {
        document.addEventListener('shown', resolve, { once: true });
        document.dispatchEvent(new CustomEvent('show', { detail }));
      }),
    { name, mode: 'inline', lang: 'en' },
  );
}

/** How everything in the box looks, as computed; `sized` with its measures. */
function looksOf(page: Page, sized: boolean): Promise<string[]> {
  return page.locator('chat-room').evaluate((box, withSizes) => {
    const measures =
      /^(width|height|margin|(min-|max-)?(inline|block)-size|inset|top|bottom|left|right|(perspective|transform)-origin)/;
    const elements = [...(box.shadowRoot?.querySelectorAll('*:not(style)') ?? [])];
    // Custom properties are inherited, and nothing reads those of another name.
    const names = [...getComputedStyle(box)].filter(
      (name) => !name.startsWith('--') && (withSizes || !measures.test(name)),
    );
    return elements.flatMap((element) =>
      (element.localName === 'textarea' ? [null, '::placeholder'] : [null]).map((pseudo) => {
        const style = getComputedStyle(element, pseudo);
        const said = names.map((name) => `${name}: ${style.getPropertyValue(name)}`).join('\n');
        return `${element.localName}.${element.getAttribute('class')}${pseudo ?? ''}\n${said}`;
      }),
    );
  }, sized);
}

async function looks(page: Page, url: string, sized: boolean): Promise<Record<string, string[]>> {
  await page.clock.setFixedTime(new Date('2026-11-23T12:00:00Z'));
  await page.goto(url);
  const found: Record<string, string[]> = {};
  for (const name of STATES_SHOWN) {
    await show(page, name);
    const said = await looksOf(page, sized);
    expect(said.length, name).toBeGreaterThan(40);
    found[name] = said;
  }
  return found;
}

/** Says where two looks differ, not that two books do. */
function expectSame(hostile: Record<string, string[]>, plain: Record<string, string[]>): void {
  for (const [name, elements] of Object.entries(plain)) {
    const other = hostile[name] ?? [];
    expect(other.length, name).toBe(elements.length);
    for (const [index, said] of elements.entries()) expect(other[index], name).toBe(said);
  }
}

for (const [title, css] of Object.entries(HOSTILE)) {
  test(`a box looks the same on a page with ${title}`, async ({ page, host }) => {
    const url = await host({
      '/plain': { html: pageOf('', FRAME + scripts) },
      '/': { html: pageOf('', `${FRAME}<style>${css}</style>${scripts}`) },
    });
    const plain = await looks(page, `${url}/plain`, true);
    expectSame(await looks(page, url, true), plain);
  });
}

for (const [title, css] of Object.entries(UNSET)) {
  test(`a box is whole on a page with ${title}`, async ({ page, host, context }) => {
    const style = `<style>${css}</style>`;
    const url = await host({
      '/plain': { html: pageOf('', FRAME + scripts) },
      '/states': { html: pageOf('', `${FRAME}${style}${scripts}`) },
      '/': { html: pageOf(boxTag(), style + SCRIPT) },
    });
    const plain = await looks(page, `${url}/plain`, false);
    expectSame(await looks(page, `${url}/states`, false), plain);

    await show(page, 'a burst of 50');
    const { box, log, viewport } = await page.locator('chat-room').evaluate((element) => ({
      box: element.shadowRoot?.querySelector('section')?.getBoundingClientRect().toJSON() as DOMRect,
      log: element.shadowRoot?.querySelector('[role="log"]')?.getBoundingClientRect().toJSON() as DOMRect,
      viewport: [innerWidth, innerHeight] as const,
    }));
    expect(box.width).toBeGreaterThan(600);
    expect(box.height).toBeLessThanOrEqual(viewport[1]);
    expect(log.height).toBeGreaterThan(300);

    await page.goto(url);
    await expectChat(Box.on(page), await context.newPage(), url);
  });
}

test('a box chats on a page with Bootstrap, an old jQuery, a shortcut library and names on every prototype', async ({
  page,
  host,
  context,
}) => {
  const libraries = [
    '<link rel="stylesheet" href="/libraries/bootstrap/dist/css/bootstrap.css">',
    '<script src="/libraries/jquery/dist/jquery.js"></script>',
    '<script src="/libraries/bootstrap/dist/js/bootstrap.bundle.js"></script>',
    '<script src="/libraries/mousetrap/mousetrap.js"></script>',
    '<script src="/scripts/old-library.js"></script>',
  ].join('');
  const [css = ''] = Object.values(HOSTILE);
  const url = await host({
    '/': {
      html: pageOf(`<div class="container">${boxTag()}</div>`, `${libraries}<style>${css}</style>${SCRIPT}`),
    },
    '/plain': { html: pageOf(`${boxTag()}`, SCRIPT) },
  });
  const faults = watch(page);
  await page.goto(url);
  const box = Box.on(page);
  await expectChat(box, await context.newPage(), `${url}/plain`);
  await box.say('with https://example.com/links in it');
  await expect(box.log.getByRole('link')).toBeVisible();
  await page.reload();
  await box.connected();
  await expect(box.message('from the guest')).toBeVisible();
  expect(faults).toEqual([]);
});

test('a box looks the same on a page with Bootstrap', async ({ page, host }) => {
  const head = '<link rel="stylesheet" href="/libraries/bootstrap/dist/css/bootstrap.css">';
  const url = await host({
    '/plain': { html: pageOf('', FRAME + scripts) },
    '/': { html: pageOf('', head + scripts) },
  });
  const plain = await looks(page, `${url}/plain`, true);
  expectSame(await looks(page, url, true), plain);
});

test('a box that has the focus within has no frame around it, whatever the page draws around all that has it', async ({
  page,
  host,
}) => {
  const style = '<style>.site *:focus { outline: 4px solid red }</style>';
  const url = await host({
    '/': { html: pageOf(`<div class="site"><input>${boxTag()}</div>`, style + SCRIPT) },
  });
  await page.goto(url);
  const box = await Box.on(page).connected();
  await page.locator('input').first().focus();
  await expect(page.locator('input').first()).toHaveCSS('outline', 'rgb(255, 0, 0) solid 4px');
  await box.textbox.focus();
  await expect(box.textbox).toBeFocused();
  await expect(box.root).toHaveCSS('outline-style', 'none');
});
