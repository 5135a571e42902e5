import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Browser, chromium } from 'playwright';
import { rollup } from 'rollup';
import { classicScript } from '../../../src/build/classic-script.js';
import { minify } from '../../../src/build/minify.js';
import { launchOptions } from '../../browser.mjs';
import { Site } from './site.js';

/** `state` is the script's; one part imports it, and another part, which imports it as well. */
const MODULES: Readonly<Record<string, string>> = {
  box: `
    import { state } from 'state';
    addEventListener('ask', async () => {
      const said = await import('part').then(({ say }) => say(), ({ message }) => message);
      document.title += said + ', script ' + state.asked + ';';
    });
  `,
  state: 'export const state = { made: 0, asked: 0 };',
  part: `
    import { state } from 'state';
    state.made++;
    export async function say() {
      state.asked++;
      const { other } = await import('other');
      return 'made ' + state.made + ', asked ' + state.asked + ', ' + other();
    }
  `,
  other: "import { state } from 'state'; export const other = () => '안녕 ' + state.asked;",
};

/** The files of a build, by name. */
async function built(
  modules: Readonly<Record<string, string>>,
  version = '1.0.0',
): Promise<Map<string, string>> {
  const bundle = await rollup({
    input: 'box',
    plugins: [
      { name: 'modules', resolveId: (id) => id, load: (id) => modules[id] },
      classicScript('box', version),
      minify('es2022'),
    ],
  });
  const { output } = await bundle.generate({ dir: 'out' });
  await bundle.close();
  return new Map(output.map((file) => [file.fileName, 'code' in file ? file.code : '']));
}

describe('a classic script with parts', () => {
  let files = new Map<string, string>();
  const missing = new Set<string>();
  let asked: string[] = [];
  let origin = '';
  let browser: Browser;
  const site = new Site(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://site.test');
    const name = pathname.replace('/assets/', '');
    asked.push(pathname);
    const code = missing.has(name) ? undefined : files.get(name);
    const isPage = pathname === '/room/';
    response.writeHead(isPage || code ? 200 : 404, {
      'Content-Type': isPage ? 'text/html' : 'text/javascript',
      'Content-Security-Policy': "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'",
    });
    response.end(isPage ? '<!doctype html><title></title><script src="/assets/box.js"></script>' : code);
  });

  before(async () => {
    files = await built(MODULES);
    origin = await site.open();
    browser = await chromium.launch(launchOptions());
  });

  after(async () => {
    await browser.close();
    site.close();
  });

  /** What the page's title says after each time that the part was asked for, and what was fetched of the script. */
  async function play(...steps: readonly (() => void)[]): Promise<{ said: string; fetched: string[] }> {
    asked = [];
    const page = await browser.newPage();
    await page.goto(`${origin}/room/`);
    const globals = await page.evaluate(() => Object.keys(window).join());
    for (const step of steps) {
      step();
      await page.evaluate(() => {
        const before = document.title.split(';').length;
        dispatchEvent(new Event('ask'));
        return new Promise<void>((resolve) => {
          new MutationObserver(() => {
            if (document.title.split(';').length > before) resolve();
          }).observe(document.head, { childList: true, subtree: true });
        });
      });
    }
    const said = await page.title();
    assert.equal(await page.evaluate(() => Object.keys(window).join()), globals);
    await page.close();
    return { said, fetched: asked.filter((path) => path.startsWith('/assets/')) };
  }

  const ask = () => {};

  it('is ASCII and strict, and has its parts beside it', () => {
    assert.deepEqual([...files.keys()].sort(), ['box-other.js', 'box-part.js', 'box.js']);
    assert.match(files.get('box.js') ?? '', /^\(\(\)=>\{"use strict"/);
    assert.doesNotMatch([...files.values()].join(''), /[^\0-\x7f]/);
  });

  it('asks for no part before it is needed', async () => {
    assert.deepEqual(await play(), { said: '', fetched: ['/assets/box.js'] });
  });

  it('loads each part once, from beside the script, and shares its modules with it', async () => {
    assert.deepEqual(await play(ask, ask), {
      said: 'made 1, asked 1, 안녕 1, script 1;made 1, asked 2, 안녕 2, script 2;',
      fetched: ['/assets/box.js', '/assets/box-part.js', '/assets/box-other.js'],
    });
  });

  it('rejects for a part that does not come, and asks again the next time', async () => {
    const { said, fetched } = await play(
      () => missing.add('box-part.js'),
      () => missing.delete('box-part.js'),
      ask,
    );
    assert.match(said, /^Failed to fetch[^;]*;made 1, asked 1, 안녕 1, script 1;made 1, asked 2, [^;]*;$/);
    assert.deepEqual(fetched.filter((path) => path.includes('part')).length, 2);
  });

  it('refuses the part of another version', async () => {
    const own = files;
    files = new Map([...(await built(MODULES, '2.0.0')), ['box.js', own.get('box.js') ?? '']]);
    const { said } = await play(ask);
    files = own;
    assert.equal(said, 'unable to load box-part.js; the script is of another version, script 0;');
  });

  it('is not built with what only two parts share', async () => {
    const modules = {
      box: "import('one').then(console.log); import('two').then(console.log);",
      one: "import { both } from 'both'; export const one = () => both();",
      two: "import { both } from 'both'; export const two = () => both();",
      both: 'export const both = () => Math.random();',
    };
    await assert.rejects(built(modules), /unable to split box\.js; .* shares modules with another part/);
  });
});
