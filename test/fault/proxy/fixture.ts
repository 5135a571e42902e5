import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebSocket, WebSocketServer } from 'ws';
import { FaultProxy } from './proxy.js';

/** A backend that remembers, behind a proxy: it answers a request with what it got, and a frame with the same frame. */
export async function openEcho() {
  const stored: string[] = [];
  const frames: string[] = [];
  const closes: number[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    stored.push(body);
    response
      .writeHead(201, { 'Chat-Next': '7' })
      .end(JSON.stringify({ method: request.method, url: request.url, body }));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      frames.push(String(data));
      socket.send(String(data));
    });
    socket.on('close', (code) => closes.push(code));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const proxy = await FaultProxy.open({ api: `http://127.0.0.1:${port}`, socket: `ws://127.0.0.1:${port}` });
  const goAway = async (): Promise<void> => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    if (server.listening) await once(server.close(), 'close');
  };
  return {
    proxy,
    stored,
    frames,
    closes,
    put: (body: string, client = 'jun') =>
      fetch(`${proxy.addresses(client).api}/chat?a=1`, { method: 'PUT', body }),
    goAway,
    close: async () => {
      await proxy.close();
      await goAway();
    },
  };
}

/** A client's end: what it received, and how it closed. */
export class Client {
  readonly received: string[] = [];
  readonly opened: Promise<unknown>;
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;

  constructor(proxy: FaultProxy, name = 'jun') {
    this.#socket = new WebSocket(`${proxy.addresses(name).socket}?room_id=r`);
    this.#socket.on('error', () => {});
    this.#socket.on('message', (data) => this.received.push(String(data)));
    this.opened = once(this.#socket, 'open');
    this.opened.catch(() => {});
    this.closed = new Promise((resolve) => this.#socket.once('close', resolve));
  }

  /** Sends each, and resolves when `count` frames have come in all. */
  async exchange(frames: readonly string[], count: number): Promise<readonly string[]> {
    await this.opened;
    for (const frame of frames) this.#socket.send(frame);
    while (this.received.length < count) await once(this.#socket, 'message');
    return this.received;
  }

  close(code: number): void {
    this.#socket.close(code);
  }
}
