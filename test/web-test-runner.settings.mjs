import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';

const { API, SOCKET } = process.env;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ELEMENT = 'test/unit/element';

/** Drivers of Chromium alone tell a page that its user wants it dark, still or in few colours. */
const EMULATES = /\bemulateMedia\b/;

/** What holds in every engine: the element's tests, and two users. */
export const PORTABLE = [
  'test/engines/**/*.test.ts',
  ...readdirSync(`${ROOT}${ELEMENT}`)
    .map((name) => `${ELEMENT}/${name}`)
    .filter((file) => file.endsWith('.test.ts') && !EMULATES.test(readFileSync(`${ROOT}${file}`, 'utf8'))),
];

/** Unit tests in real browsers. Those that need a backend take it from `globalThis.backend`: the local stack's addresses. */
export const settings = {
  rootDir: ROOT,
  nodeResolve: true,
  plugins: [esbuildPlugin({ ts: true, tsconfig: `${ROOT}tsconfig.json` })],
  // The box measures what it has laid out, then lays out more: Lit warns of that each time.
  filterBrowserLogs: ({ args }) => !/^Lit is in dev mode|scheduled an update/.test(String(args[0])),
  testRunnerHtml: (framework) => `<!doctype html>
    <html lang="en">
      <body>
        <script>globalThis.backend = ${JSON.stringify({ api: API, socket: SOCKET })};</script>
        <script type="module" src="${framework}"></script>
      </body>
    </html>`,
  testFramework: { config: { timeout: 10_000 } },
};
