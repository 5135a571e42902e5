import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { pointAt } from '../deploy/demo-page.js';
import type { Endpoints } from '../deploy/tag.js';
import type { Signer } from './access.js';
import { LocalError } from './local-error.js';
import { ROOT } from './root.js';

export interface DemoServer {
  readonly url: string;
  close(): Promise<void>;
}

const DIST = new URL('dist/', ROOT);
const DEMO = new URL('demo/', ROOT);

export function checkBuild(): void {
  if (!existsSync(new URL('chat-room.js', DIST))) {
    throw new LocalError('unable to start; dist/chat-room.js is missing; run "npm run build"');
  }
}

/** What a site does itself: it answers each POST of its pages. */
type Site = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The page that needs a site's own server, and the only one that works with a backend that wants tokens. */
const TOKENS_PAGE = 'tokens.html';

/**
 * Serves demo/ at / and dist/ at /dist/, as they are on disk at each request. The pages talk to `backend`. With a signer it is also the
 * server of the site that signs its visitors' tokens.
 */
export async function startDemoServer(
  port: number,
  backend: Endpoints,
  signer: Signer | undefined,
): Promise<DemoServer> {
  const site = signer && (await loadSite(signer));
  const start = site ? TOKENS_PAGE : 'index.html';
  // `dev`: read from disk each time, cache nothing.
  const dist = sirv(fileURLToPath(DIST), { dev: true });
  const demo = sirv(fileURLToPath(DEMO), { dev: true });
  const server = createServer((request, response) => {
    const [pathname = '/'] = (request.url ?? '/').split('?');
    const page = /^\/+([\w-]+\.html)?$/.exec(pathname);
    const file = page?.[1] ?? start;
    if (site && request.method === 'POST') {
      site(request, response);
    } else if (page && (file === TOKENS_PAGE) !== Boolean(site)) {
      response.writeHead(302, { Location: '/' }).end();
    } else if (page) {
      sendPage(response, new URL(file, DEMO), backend);
    } else if (pathname.startsWith('/dist/')) {
      request.url = pathname.slice('/dist'.length);
      dist(request, response);
    } else {
      demo(request, response);
    }
  });
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function loadSite(signer: Signer): Promise<Site> {
  const { siteServer } = (await import(new URL('site-server.mjs', DEMO).href)) as {
    siteServer: (signer: Signer) => Site;
  };
  return siteServer(signer);
}

async function sendPage(response: ServerResponse, file: URL, backend: Endpoints): Promise<void> {
  try {
    const page = pointAt(await readFile(file, 'utf8'), backend);
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(page);
  } catch {
    response.writeHead(404, { 'Content-Type': 'text/plain' });
    response.end('Not Found');
  }
}
