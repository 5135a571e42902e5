import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { launchOptions } from './browser.mjs';

const { API, SOCKET } = process.env;

/** Unit tests in a real browser. Those that need a backend take it from `globalThis.backend`: the local stack's addresses. */
export default {
  rootDir: fileURLToPath(new URL('..', import.meta.url)),
  files: ['test/unit/{contract,client,element}/**/*.test.ts'],
  nodeResolve: true,
  plugins: [
    esbuildPlugin({ ts: true, tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) }),
  ],
  browsers: [playwrightLauncher({ product: 'chromium', launchOptions: launchOptions() })],
  concurrency: 2,
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
