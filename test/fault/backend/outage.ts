import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What becomes of a call: it passes; nobody listens; no answer comes, or half of one; an error comes; it passes and its answer is lost. */
type Mode = 'well' | 'refusing' | 'hanging' | 'stalling' | 'failing' | 'silent';

/** The local stack's database behind an address of its own, where it can be away. */
export class Outage {
  readonly #behind: URL;
  readonly #server: Server;
  #port = 0;
  #mode: (body: string) => Mode = () => 'well';

  private constructor(behind: string) {
    this.#behind = new URL(behind);
    this.#server = createServer(async (incoming, response) => {
      const body = await text(incoming);
      const mode = this.#mode(body);
      if (mode === 'hanging') return;
      if (mode === 'stalling') {
        response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' }).write('{');
        return;
      }
      if (mode === 'failing') {
        response.writeHead(500).end('{"__type":"com.amazonaws.dynamodb#InternalServerError"}');
        return;
      }
      const { method, headers } = incoming;
      const outgoing = request(this.#behind, { method, headers }, (answer) => {
        if (mode === 'silent') answer.resume();
        else answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
      });
      outgoing.end(body);
    });
  }

  static async open(): Promise<Outage> {
    const outage = new Outage(process.env['DYNAMODB_ENDPOINT'] ?? '');
    await outage.#listen();
    return outage;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** From here on each call meets what this says of its body. */
  async set(mode: Mode | ((body: string) => Mode)): Promise<void> {
    await this.close();
    this.#mode = typeof mode === 'function' ? mode : () => mode;
    if (mode !== 'refusing') await this.#listen();
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #listen(): Promise<void> {
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }
}
