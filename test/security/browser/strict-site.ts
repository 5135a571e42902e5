import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import { ROOT } from '../../suite/suite.js';

interface Backend {
  readonly api: string;
  readonly socket: string;
}

/** Somebody's website with one box on its page, under the strictest policy: nothing but the script, and what the script asks. */
export class StrictSite {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open({ api, socket }: Backend): Promise<StrictSite> {
    const dist = sirv(join(ROOT, 'dist'));
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      `connect-src ${api} ${socket}`,
      "require-trusted-types-for 'script'",
    ].join('; ');
    const page = `<!doctype html>
      <html lang="en">
        <meta charset="utf-8"><title>Strict</title><script src="/chat-room.js"></script>
        <body><chat-room api="${api}" socket="${socket}" user-id="reader" name="Reader" lang="en"></chat-room></body>
      </html>`;
    const server = createServer((request, response) => {
      if (request.url !== '/') return dist(request, response);
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy });
      response.end(page);
    });
    await once(server.listen(0), 'listening');
    return new StrictSite(server);
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}
