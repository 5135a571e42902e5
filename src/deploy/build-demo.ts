/**
 * Makes dist/demo: the demo pages, talking to the deployed backend that API and SOCKET name, with the built files
 * under dist/ as the local stack serves them.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pointAt } from './demo-page.js';
import type { Endpoints } from './tag.js';

const VARIABLES = {
  api: { variable: 'API', protocols: ['https:', 'http:'] },
  socket: { variable: 'SOCKET', protocols: ['wss:', 'ws:'] },
} as const;

const TARGET = join('dist', 'demo');
/** Not for browsers. */
const LEFT_OUT = ['demo', 'types', 'server.js', 'server.js.map'];
/** Of the page that needs a server of the site's own. */
const NEEDS_SERVER = /^(tokens|site-server)\./;

try {
  buildDemo({ api: address('api'), socket: address('socket') });
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

function buildDemo(backend: Endpoints): void {
  if (!existsSync(join('dist', 'chat-room.js'))) {
    throw new Error('unable to build the demo; dist/chat-room.js is missing; run "npm run build"');
  }
  rmSync(TARGET, { recursive: true, force: true });
  cpSync('demo', TARGET, { recursive: true, filter: (file) => !NEEDS_SERVER.test(basename(file)) });
  for (const file of readdirSync(TARGET).filter((name) => name.endsWith('.html'))) {
    const path = join(TARGET, file);
    writeFileSync(path, pointAt(readFileSync(path, 'utf8'), backend));
  }
  for (const file of readdirSync('dist').filter((name) => !LEFT_OUT.includes(basename(name)))) {
    cpSync(join('dist', file), join(TARGET, 'dist', file), { recursive: true });
  }
  console.log(`The demo is in ${TARGET}, talking to ${backend.api}`);
}

function address(part: keyof typeof VARIABLES): string {
  const { variable, protocols } = VARIABLES[part];
  const text = process.env[variable] ?? '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !protocols.some((protocol) => protocol === url.protocol)) {
    throw new Error(
      `unable to build the demo; ${variable} must be the ${protocols[0]}// address that "npm run deploy" printed, got "${text}"`,
    );
  }
  return url.href.replace(/\/$/, '');
}
