import { readFileSync } from 'node:fs';
import nodeResolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const external = Object.keys(dependencies).map((name) => new RegExp(`^${name}(/|$)`));
const target = 'es2022';

/** For bundlers: one module an entry of package.json's `exports`, the dependencies left to whoever bundles. */
const modules = {
  input: {
    index: 'src/client/index.ts',
    element: 'src/element/chat-room.ts',
    define: 'src/element/define.ts',
    contract: 'src/contract/index.ts',
  },
  output: { dir: 'dist', format: 'es', chunkFileNames: 'shared/[name].js', sourcemap: true },
  external,
  plugins: [esbuild({ target })],
};

/** For a page without a bundler: everything in one file. */
const standalone = (input, output) => ({
  input,
  output: { sourcemap: true, ...output },
  plugins: [nodeResolve({ browser: true }), esbuild({ target, minify: true, charset: 'ascii', legalComments: 'none' })],
});

export default [
  modules,
  standalone('src/element/script.ts', { file: 'dist/chat-room.js', format: 'iife' }),
  standalone('src/client/index.ts', { file: 'dist/chat-room-sdk.js', format: 'es' }),
];
