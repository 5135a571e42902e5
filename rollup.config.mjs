import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import nodeResolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import license from 'rollup-plugin-license';

const read = (file) => readFileSync(new URL(file, import.meta.url), 'utf8');
const { dependencies, version } = JSON.parse(read('package.json'));
const external = Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`));
const target = 'es2022';

/** For bundlers: one module an entry of package.json's `exports`, the dependencies left to whoever bundles. */
const modules = {
  input: {
    index: 'src/client/index.ts',
    element: 'src/element/chat-room.ts',
    define: 'src/element/define.ts',
    contract: 'src/contract/index.ts',
    server: 'src/server/index.ts',
  },
  output: { dir: 'dist', format: 'es', chunkFileNames: 'shared/[name].js', sourcemap: true },
  external,
  plugins: [esbuild({ target })],
};

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

/** For a page without a bundler: everything in one file, the licences of what is in it beside it. */
const standalone = (input, output) => ({
  input,
  output: { sourcemap: true, ...output },
  plugins: [
    fromSource,
    nodeResolve({ browser: true, extensions: ['.mjs', '.js', '.ts'] }),
    // ASCII, since a page that declares no encoding, or an old one, decodes the script in its own.
    esbuild({
      target,
      exclude: /node_modules\/(?!reconnecting-websocket\/)/,
      minify: true,
      charset: 'ascii',
      legalComments: 'none',
    }),
    license({
      banner: {
        commentStyle: 'ignored',
        content: `chat-room-element ${version}, MIT; with others' work, see ${output.file.split('/')[1]}.LICENSES.txt`,
      },
      thirdParty: { output: { file: `${output.file}.LICENSES.txt`, template: notices } },
    }),
  ],
});

export default [
  modules,
  standalone('src/element/script.ts', { file: 'dist/chat-room.js', format: 'iife' }),
  standalone('src/client/index.ts', { file: 'dist/chat-room-sdk.js', format: 'es' }),
];
