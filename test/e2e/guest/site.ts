import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import { ROOT } from '../../suite/suite.js';

export interface Backend {
  readonly api: string;
  readonly socket: string;
}

export interface SitePage {
  readonly html: string;
  readonly policy?: string;
}

const FOLDERS = {
  '/dist/': 'dist',
  '/demo/': 'demo',
  '/libraries/': 'node_modules',
  '/scripts/': 'test/e2e/guest/scripts',
} as const;

/** The strictest policy that a page with a box can have: nothing but scripts of its own, and what the box asks. */
export const strictPolicy = ({ api, socket }: Backend): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${api} ${socket}`,
    "require-trusted-types-for 'script'",
  ].join('; ');

/** Somebody's website: pages by their paths, and the scripts and styles that they load. */
export class Site {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(pages: Readonly<Record<string, SitePage>>): Promise<Site> {
    const folders = Object.entries(FOLDERS).map(
      ([path, folder]) => [path, sirv(join(ROOT, folder), { dev: true })] as const,
    );
    const server = createServer((request, response) => {
      const path = request.url?.split('?')[0] ?? '';
      const page = pages[path];
      const [start, serve] = folders.find(([folder]) => path.startsWith(folder)) ?? [];
      if (page) {
        const policy = page.policy && { 'Content-Security-Policy': page.policy };
        response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...policy }).end(page.html);
      } else if (start && serve) {
        // A frame in a sandbox has no origin: it loads modules from everywhere as a stranger.
        response.setHeader('Access-Control-Allow-Origin', '*');
        request.url = path.slice(start.length - 1);
        serve(request, response);
      } else response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
    });
    await once(server.listen(0), 'listening');
    return new Site(server);
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}
