import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import nodeResolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import license from 'rollup-plugin-license';
import { classicScript } from './src/build/classic-script.js';
import { minify } from './src/build/minify.js';
import { prune } from './src/build/prune.js';
import { templates } from './src/build/templates.js';
import { UNUSED } from './src/build/unused.js';
import { UNUSED_OF_LIT } from './src/build/unused-lit.js';

const read = (file) => readFileSync(new URL(file, import.meta.url), 'utf8');
const { version } = JSON.parse(read('package.json'));
const target = 'es2022';

/** The glyphs are copied into the source, so no bundler knows of them. */
const lucide = { name: 'lucide', licenseText: read('node_modules/lucide-static/LICENSE') };

const notices = (packages) =>
  [...packages, lucide]
    .map(({ name, licenseText }) => `${name}\n\n${licenseText.trim()}\n`)
    .join('\n---\n\n');

/** What the package ships compiled is for browsers of ten years ago, and a third longer than its source, which it ships too. */
const fromSource = {
  name: 'from-source',
  resolveId: (id) =>
    id === 'reconnecting-websocket' ? createRequire(import.meta.url).resolve(`${id}/${id}.ts`) : null,
};

/** All that the launcher's stub has of Lit. */
const stylesTag = {
  name: 'styles-tag',
  resolveId: (id) => (id === 'lit' ? '\0lit' : null),
  load: (id) => (id === '\0lit' ? 'export const css = ([cssText]) => ({ cssText });' : null),
};

/** What a browser gets: as small as it can be, with the licences of what is compiled in beside it. */
const compiled = (licenses, ...shape) => [
  nodeResolve({ browser: true, extensions: ['.mjs', '.js', '.ts'] }),
  esbuild({ target, exclude: /node_modules\/(?!reconnecting-websocket\/)/ }),
  ...shape,
  ...minify(target),
  license({
    banner: {
      commentStyle: 'ignored',
      content: `chat-room-element ${version}, MIT; with others' work, see ${licenses}`,
    },
    thirdParty: { output: { file: `dist/${licenses}`, template: notices } },
  }),
];

/** That with the SDK in it. */
const forBrowsers = (licenses, ...shape) => [
  fromSource,
  ...compiled(
    licenses,
    prune(UNUSED),
    // The names that are its own begin with `_`.
    esbuild({ target, include: /\/reconnecting-websocket\.ts$/, exclude: [], mangleProps: /^_/ }),
    templates(),
    ...shape,
  ),
];

const modules = { dir: 'dist', format: 'es', chunkFileNames: 'shared/[name].js', sourcemap: true };

export default [
  // For bundlers, one module an entry of package.json's `exports`. Lit is theirs: a page may have more elements than this one.
  {
    input: {
      index: 'src/client/index.ts',
      element: 'src/element/chat-room.ts',
      define: 'src/element/define.ts',
    },
    output: modules,
    external: /^lit(\/|$)/,
    plugins: forBrowsers('LICENSES.txt'),
  },
  {
    input: { contract: 'src/contract/index.ts', server: 'src/server/index.ts' },
    output: modules,
    external: 'jose',
    plugins: [esbuild({ target })],
  },
  // For a page without a bundler.
  {
    input: { 'chat-room': 'src/element/script.ts' },
    output: { dir: 'dist', sourcemap: true },
    plugins: forBrowsers(
      'chat-room.js.LICENSES.txt',
      prune(UNUSED_OF_LIT),
      classicScript('chat-room', version),
    ),
  },
  // The launcher's button, for a page that loads the box when somebody wants it.
  {
    input: 'src/element/launcher/stub.ts',
    output: { file: 'dist/chat-launcher.js', format: 'iife', sourcemap: true },
    plugins: [stylesTag, ...compiled('chat-launcher.js.LICENSES.txt', templates())],
  },
];
