import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { prune, type Unused } from '../../../src/build/prune.js';
import { built } from './built.js';

const FILE = '/site/node_modules/lib/index.js';
const LIBRARY = `
  export const said = [];
  const debug = (...what) => said.push(...what);
  export class Line {
    #url;
    #tries = 0;
    #spare;
    constructor(url, options) {
      this.#url = url;
      this.options = { ...options, retry: options.retry ?? 3, mode: 'fast' };
      debug('made', url);
      if (this.options.retry > 0) { this.#again(); }
    }
    get url() { return this.#url; }
    open() {
      debug('open');
      for (const hook of this.options.hooks ?? []) hook(this);
      return this.options.mode === 'slow' ? 'slowly' : 'at once';
    }
    close() {
      debug('open');
      return 'closed';
    }
    #again() { this.#tries++; return this.#wait(); }
    #wait() { return this.#tries > 5 ? this.#spare : this.#again(); }
  }
`;

async function pruned(unused: Unused, file = 'lib/index.js'): Promise<string> {
  return built(FILE, { [FILE]: LIBRARY }, prune({ [file]: unused }));
}

async function run(
  code: string,
): Promise<{ Line: new (url: string, options: object) => Record<string, unknown> }> {
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}

describe('pruning', () => {
  it('leaves out statements, members and properties, and what is left runs', async () => {
    const code = await pruned({
      never: ['if (this.options.retry > 0)…', 'debug(…', 'for (const hook of…', 'close()…', "mode: 'fast'"],
    });
    assert.doesNotMatch(code, /made|hook|closed|fast/);
    const { Line } = await run(code);
    const line = new Line('ws://a', { retry: 2 });
    assert.deepEqual([line['url'], line['options']], ['ws://a', { retry: 2 }]);
    assert.equal((line['open'] as () => string)(), 'at once');
  });

  it('takes private members with it that only such members refer to', async () => {
    const code = await pruned({ never: ['if (this.options.retry > 0)…'] });
    assert.doesNotMatch(code, /#again|#wait|#tries|#spare/);
    assert.match(code, /#url/);
    assert.match(await pruned({ never: ["mode: 'fast'"] }), /#again[\s\S]*#wait/);
  });

  it('puts the value of an expression in its place', async () => {
    const code = await pruned({
      always: { 'options.retry ?? 3': '0', "this.options.mode === 'slow'": 'false' },
    });
    const { Line } = await run(code);
    assert.deepEqual(new Line('a', { retry: 2 })['options'], { retry: 0, mode: 'fast' });
    assert.doesNotMatch(code, /slowly/);
  });

  it('stays within the outer place, where one is named', async () => {
    const code = await pruned({ never: ["open()… → debug('open')"] });
    assert.match(code, /open\(\) \{\s*;?\s*for/);
    assert.match(code, /close\(\) \{\s*debug\('open'\)/);
  });

  it('fails for a place or a file that is not there', async () => {
    await assert.rejects(
      pruned({ never: ['debug("gone")'] }),
      /unable to prune lib\/index\.js; it has no "debug\("gone"\)"/,
    );
    await assert.rejects(pruned({ always: { 'options.gone': '0' } }), /it has no "options\.gone"/);
    await assert.rejects(
      pruned({}, 'lib/other.js'),
      /unable to prune lib\/other\.js; no such file was built/,
    );
  });

  it('fails when what is left refers to an export that is not', async () => {
    const other = '/site/node_modules/lib/other.js';
    const code = `import { said } from '${FILE}'; console.log(said);`;
    const table = { 'lib/index.js': { never: ['export const said = []', 'debug(…', 'const debug = …'] } };
    await assert.rejects(
      built(other, { [FILE]: LIBRARY, [other]: code }, prune(table)),
      /"said" is not exported/,
    );
  });
});
