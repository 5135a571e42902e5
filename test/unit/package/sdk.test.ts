import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import type {
  ChatClientOptions,
  ChatError,
  Message,
  Room,
  RoomState,
  WebSocketClass,
} from '../../../src/client/index.js';
import type { Item } from '../../../src/contract/index.js';
import { Site } from './site.js';

/** As it is shipped: its libraries compiled in without what it does not use, and minified. */
const { createChatClient } = (await import(
  new URL('../../../dist/index.js', import.meta.url).href
)) as typeof import('../../../src/client/index.js');

interface Seen {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const PAGE: readonly Item[] = [1, 2, 3].map((seq) => itemOf({ seq, message: `message ${seq}` }));

function itemOf(fields: Partial<Item> & { readonly seq: number }): Item {
  const timestamp = 1_700_000_000_000 + fields.seq;
  return {
    room_id: 'r',
    timestamp,
    user_id: 'jun',
    name: 'Jun',
    message: '',
    id: `id ${fields.seq}`,
    ...fields,
  };
}

/** A JWT but for its signature, which only a backend checks. */
function tokenOf(sub: string): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub, name: '미나', rooms: { r: ['read', 'write'] }, iat, exp: iat + 300 };
  return `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

function answer(response: ServerResponse, body: unknown, code = 200, headers = {}): void {
  response.writeHead(code, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function page(_: Seen, response: ServerResponse): void {
  answer(response, PAGE);
}

function status(room: Room, state: RoomState): Promise<void> {
  return new Promise((resolve) => {
    if (room.status.current === state) resolve();
    room.on('status', ({ current }) => current === state && resolve());
  });
}

describe('the built SDK', () => {
  let api = '';
  let requests: Seen[] = [];
  const rooms: Room[] = [];
  const routes = { GET: page, PUT: page };
  const lines = new WebSocketServer({ noServer: true, handleProtocols: () => 'chat.v1' });
  let accepts: () => boolean;

  const site = new Site(async (request, response) => {
    const url = new URL(request.url ?? '', api);
    const seen = { method: request.method ?? '', url, headers: request.headers, body: await text(request) };
    requests.push(seen);
    routes[seen.method as keyof typeof routes](seen, response);
  });
  site.server.on('upgrade', (request, socket, head) => {
    if (accepts())
      lines.handleUpgrade(request, socket, head, (line) => lines.emit('connection', line, request));
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });

  before(async () => {
    api = await site.open();
  });

  after(() => site.close());

  beforeEach(() => {
    requests = [];
    accepts = () => true;
    Object.assign(routes, { GET: page, PUT: page });
  });

  afterEach(() => {
    for (const room of rooms.splice(0)) room.close();
    mock.timers.reset();
  });

  function join(options: Partial<ChatClientOptions> = {}): Room {
    const user = { id: 'mina', name: 'Mina' };
    const room = createChatClient({
      ...{ api: `${api}/dev`, socket: api.replace('http', 'ws'), user },
      WebSocket: WebSocket as unknown as WebSocketClass,
      ...options,
    }).room('r');
    rooms.push(room);
    return room;
  }

  // First: what other tests leave behind would be lost to the clock that it stops.
  it('gives up a handshake that nobody answers, and makes another', async () => {
    mock.timers.enable({ apis: ['setTimeout', 'Date'] });
    const made: Silent[] = [];
    class Silent extends EventTarget {
      static readonly CLOSING = 2;
      readyState = 0;
      isClosed = false;
      constructor() {
        super();
        made.push(this);
      }
      close(): void {
        this.isClosed = true;
      }
    }
    const until = async (holds: () => boolean, seconds: number): Promise<void> => {
      for (let at = 0; at < seconds && !holds(); at++) {
        mock.timers.tick(1_000);
        await new Promise(setImmediate);
      }
      assert.ok(holds());
    };
    const fetch = () => new Promise<Response>(() => {});
    const room = join({ WebSocket: Silent as unknown as WebSocketClass, fetch });
    await until(() => made.length === 1, 10);
    await until(() => made[0]?.isClosed === true, 16);
    assert.equal(room.status.current, 'disconnected');
    await until(() => made.length === 2, 60);
  });

  it('reads a page, and hears what is pushed', async () => {
    const opened = once(lines, 'connection') as Promise<[WebSocket, IncomingMessage]>;
    const room = join();
    const [line, handshake] = await opened;
    await status(room, 'connected');
    assert.deepEqual(
      room.messages.map(({ text }) => text),
      ['message 1', 'message 2', 'message 3'],
    );
    assert.equal(new URL(handshake.url ?? '', api).search, '?room_id=r&user_id=mina');
    const [get] = requests;
    assert.equal(get?.url.pathname, '/dev/chat');
    assert.equal(get?.headers.authorization, undefined);
    assert.equal(get?.headers['content-type'], undefined);

    const heard = new Promise<Message>((resolve) => room.on('message', resolve));
    line.send(JSON.stringify(itemOf({ seq: 4, message: '안녕' })));
    assert.equal((await heard).text, '안녕');
  });

  it('reads the page before it', async () => {
    routes.GET = ({ url }, response) => {
      const older = url.searchParams.get('before');
      if (older) answer(response, [itemOf({ seq: 1, message: 'old' })]);
      else
        answer(response, [itemOf({ seq: 2, message: 'new' })], 200, {
          'Chat-Next': String(PAGE[1]?.timestamp),
        });
    };
    const room = join();
    await status(room, 'connected');
    assert.equal(room.hasOlder, true);
    await room.loadOlder();
    assert.deepEqual(
      room.messages.map(({ text }) => text),
      ['old', 'new'],
    );
    assert.equal(room.hasOlder, false);
  });

  it('sends JSON by PUT', async () => {
    routes.PUT = ({ body }, response) => {
      const { text, id } = JSON.parse(body) as { text: string; id: string };
      answer(response, itemOf({ seq: 4, message: text, id, user_id: 'mina', name: 'Mina' }));
    };
    const room = join();
    const message = await room.send('안녕 👋');
    assert.deepEqual([message.text, message.status, message.seq], ['안녕 👋', 'sent', 4]);
    const put = requests.find(({ method }) => method === 'PUT');
    assert.equal(put?.url.pathname, '/dev/chat');
    assert.equal(put?.headers['content-type'], 'application/json');
    const { id, ...body } = JSON.parse(put?.body ?? '') as Record<string, unknown>;
    assert.equal(id, message.id);
    assert.deepEqual(body, { room_id: 'r', text: '안녕 👋', user_id: 'mina', name: 'Mina' });
  });

  it('tells one refusal from another, and asks no server twice by itself', async () => {
    const error = { code: 'forbidden', message: 'unable to send; no', retryable: false };
    routes.PUT = (_, response) => answer(response, { error }, 403);
    const room = join();
    await assert.rejects(room.send('a'), { code: 'forbidden', message: error.message, retryable: false });
    assert.equal(requests.filter(({ method }) => method === 'PUT').length, 1);
    assert.equal(room.messages.at(-1)?.status, 'failed');
    routes.PUT = (_, response) => response.writeHead(200).end('<p>a proxy');
    const kept = room.send('b');
    kept.catch(() => {});
    const { id, error: why } = await new Promise<Message>((resolve) => {
      room.on('change', () => {
        const last = room.messages.at(-1);
        if (last?.text === 'b' && last.error) resolve(last);
      });
    });
    assert.deepEqual([why?.code, why?.retryable], ['invalid_response', true]);
    room.discard(id);
    await assert.rejects(kept, { code: 'discarded' });
  });

  it('says it when nobody answers', async () => {
    const room = join({ api: 'http://127.0.0.1:1' });
    const error = await new Promise<ChatError | undefined>((resolve) =>
      room.on('status', ({ error }) => error && resolve(error)),
    );
    assert.equal(error?.code, 'network');
  });

  it('ends the requests of a room that is closed', async () => {
    const ended = new Promise<void>((resolve) => {
      routes.GET = (_, response) => {
        response.on('close', resolve);
        room.close();
      };
    });
    const room = join();
    await ended;
    assert.equal(room.status.current, 'closed');
  });

  it('shows its token in a header and among the subprotocols, never in an address', async () => {
    const token = tokenOf('mina');
    const opened = once(lines, 'connection') as Promise<[WebSocket, IncomingMessage]>;
    const room = join({ getToken: async () => token });
    const [line, handshake] = await opened;
    await status(room, 'connected');
    assert.equal(line.protocol, 'chat.v1');
    assert.equal(handshake.headers['sec-websocket-protocol'], `chat.v1,token.${token}`);
    assert.ok(requests.length > 0);
    for (const { headers } of requests) assert.equal(headers.authorization, `Bearer ${token}`);
    assert.ok([handshake.url, ...requests.map(({ url }) => url.href)].every((url) => !url?.includes(token)));
  });

  it('tries again after a handshake that was refused, and after a line that was cut', async () => {
    accepts = () => false;
    const room = join();
    await status(room, 'disconnected');
    accepts = () => true;
    const opened = once(lines, 'connection') as Promise<[WebSocket]>;
    room.reconnect();
    const [line] = await opened;
    await status(room, 'connected');
    line.terminate();
    await status(room, 'disconnected');
    room.reconnect();
    await status(room, 'connected');
  });
});
