import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { ROOT } from '../../suite/suite.js';

/** Somebody's website with a chat on it. Unlike the demo's its pages may be kept by a browser for the way back. */
export class Site {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Site> {
    const dist = sirv(join(ROOT, 'dist'));
    const pages = sirv(fileURLToPath(new URL('site', import.meta.url)));
    const server = createServer((request, response) => {
      // A frame in a sandbox has no origin of its own.
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (!request.url?.startsWith('/dist/')) return pages(request, response);
      request.url = request.url.slice('/dist'.length);
      dist(request, response);
    });
    await once(server.listen(0), 'listening');
    return new Site(server);
  }

  /** One of its pages. As `127.0.0.1` it is another site than as `localhost`. */
  url(page: 'room' | 'empty', query: Record<string, string> = {}, host = 'localhost'): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://${host}:${port}/${page}?${new URLSearchParams(query)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}
