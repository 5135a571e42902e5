import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebSocket, WebSocketServer } from 'ws';
import { EventLog } from './event-log.js';
import { Line } from './line.js';
import { reset } from './reset.js';
import { type Answer, type ProxiedRequest, type Rule, Rules } from './rule.js';

/** Where a backend is, for a client of it. */
export interface Addresses {
  readonly api: string;
  readonly socket: string;
}

/** What one connection says about itself, or the transport under it; the other connection has its own. */
const OWN_HEADERS = new Set([
  ...['connection', 'keep-alive', 'host', 'content-length', 'content-encoding', 'transfer-encoding'],
  'accept-encoding',
]);

/**
 * Stands between clients and a backend, for HTTP and WebSocket, and breaks what its rules say. Each client has addresses of its own,
 * so that a rule can mean one of them.
 */
export class FaultProxy {
  readonly log = new EventLog();
  readonly #backend: Addresses;
  readonly #rules = new Rules();
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #lines = new Set<Line>();
  readonly #connects = new Map<string, number>();

  private constructor(backend: Addresses) {
    this.#backend = backend;
    this.#server = createServer((incoming, response) => void this.#request(incoming, response));
    this.#server.on('upgrade', (incoming, tcp, head) => void this.#connect(incoming, tcp as Socket, head));
  }

  static async open(backend: Addresses): Promise<FaultProxy> {
    const proxy = new FaultProxy(backend);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** The backend's addresses for a client of this name (letters and digits). */
  addresses(client: string): Addresses {
    const { port } = this.#server.address() as AddressInfo;
    return { api: `http://127.0.0.1:${port}/${client}`, socket: `ws://127.0.0.1:${port}/${client}` };
  }

  /** Adds a rule after those that are there. Gives the function that takes it away again. */
  rule(rule: Rule): () => void {
    return this.#rules.add(rule);
  }

  /** The lines that are open, of one client or of all. */
  lines(client?: string): Line[] {
    return [...this.#lines].filter((line) => line.isOpen && (client ?? line.client) === line.client);
  }

  cut(client?: string): void {
    for (const line of this.lines(client)) line.cut();
  }

  async close(): Promise<void> {
    for (const line of this.#lines) line.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #request(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers, socket } = incoming;
    const { client, path } = parted(incoming);
    const url = new URL(this.#backend.api + path);
    try {
      const request: ProxiedRequest = { client, method, url, body: await text(incoming) };
      this.log.add({ type: 'request', ...request });
      const turn = {
        request,
        forward: async () => {
          const reply = await forward(request, passing(Object.entries(headers)));
          this.log.add({ type: 'reply', client, method, status: reply.status });
          return reply;
        },
        answer: ({ status, headers: said, body }: Answer) => {
          this.log.add({ type: 'answer', client, method, status });
          response.writeHead(status, said).end(body);
        },
        cut: () => {
          this.log.add({ type: 'answer', client, method });
          reset(socket);
        },
      };
      const act = this.#rules.request(request);
      if (act) await act(turn);
      else turn.answer(await turn.forward());
    } catch {
      // The client went away, or the backend is not there.
      socket.destroy();
    }
  }

  async #connect(incoming: IncomingMessage, tcp: Socket, head: Buffer): Promise<void> {
    const { client, path } = parted(incoming);
    const url = new URL(this.#backend.socket + path);
    const nth = (this.#connects.get(client) ?? 0) + 1;
    this.#connects.set(client, nth);
    tcp.on('error', () => {});
    this.log.add({ type: 'connect', client, nth, url });
    const refused = (): void => this.log.add({ type: 'refused', client, nth });
    const gone = new Promise<never>((_, reject) => {
      tcp.once('close', () => reject(new Error('unable to accept; the client has gone')));
    });
    gone.catch(() => {});
    const turn = {
      url,
      accept: async () => {
        const server = new WebSocket(url);
        try {
          await Promise.race([once(server, 'open'), gone]);
          const upgraded = new Promise<WebSocket>((resolve) => {
            this.#sockets.handleUpgrade(incoming, tcp, head, resolve);
          });
          const socket = await Promise.race([upgraded, gone]);
          const line = new Line(client, nth, { client: socket, server, tcp }, this.#rules, this.log);
          this.#lines.add(line);
          return line;
        } catch (error) {
          server.on('error', () => {}).terminate();
          throw error;
        }
      },
      refuse: (status: number) => {
        refused();
        tcp.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      },
      cut: () => {
        refused();
        reset(tcp);
      },
    };
    try {
      const act = this.#rules.connect(client, nth);
      if (act) await act(turn);
      else await turn.accept();
    } catch {
      turn.refuse(502);
    }
  }
}

/** `/jun/chat?…` → the client `jun` asks for `/chat?…`. */
function parted({ url = '' }: IncomingMessage): { client: string; path: string } {
  const [, client = '', path = ''] = /^\/([^/?]*)(.*)$/s.exec(url) ?? [];
  return { client, path };
}

async function forward(
  { method, url, body }: ProxiedRequest,
  headers: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(url, { method, headers, ...(body && { body }) });
  return { status: response.status, headers: passing(response.headers), body: await response.text() };
}

function passing(headers: Iterable<[string, string | string[] | undefined]>): Record<string, string> {
  return Object.fromEntries(
    [...headers].filter(([name]) => !OWN_HEADERS.has(name)).map(([name, value]) => [name, String(value)]),
  );
}
