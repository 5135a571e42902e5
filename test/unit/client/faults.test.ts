import { expect } from '@open-wc/testing';
import type { ChatError, WebSocketClass } from '../../../src/client/index.js';
import {
  backend,
  client,
  deferred,
  fetchThrough,
  freshRoom,
  isConnected,
  isPut,
  statuses,
  texts,
  until,
} from './fixture.js';

/** The real `WebSocket`, whose connections a test can refuse or cut. */
function cuttableSockets() {
  const open = new Set<WebSocket>();
  const control = {
    refuse: false,
    cut: () => {
      for (const socket of open) socket.close();
    },
    WebSocket: class extends WebSocket {
      constructor(url: string, protocols?: string | string[]) {
        super(control.refuse ? 'ws://127.0.0.1:1/' : url, protocols);
        open.add(this);
        this.addEventListener('close', () => open.delete(this));
      }
    } as WebSocketClass,
  };
  return control;
}

describe('a room whose backend fails', () => {
  it('stores once a message whose answer was lost', async () => {
    let lost = 0;
    const fetch = fetchThrough(async (request, send) => {
      const answer = await send();
      if (isPut(request) && lost++ === 0) throw new TypeError('connection reset');
      return answer;
    });
    const id = freshRoom();
    // Without a line no push settles the message: only the repeated PUT can.
    const sockets = cuttableSockets();
    sockets.refuse = true;
    const room = client({ fetch, WebSocket: sockets.WebSocket }).room(id);
    const sent = room.send('once');
    expect((await sent).seq).to.equal(1);
    expect(lost).to.equal(2);
    const reader = client({ name: 'jun' }).room(id);
    await until(reader, isConnected);
    expect(texts(reader)).to.deep.equal(['once']);
    room.close();
    reader.close();
  });

  it('keeps a message as sending while the backend is away, and sends it when it is back', async () => {
    let away = true;
    const fetch = fetchThrough((request, send) =>
      away && isPut(request) ? Promise.reject(new TypeError('refused')) : send(),
    );
    const room = client({ fetch }).room(freshRoom());
    const sent = room.send('patience');
    await until(room, ({ messages }) => messages[0]?.error !== undefined);
    expect(statuses(room)).to.deep.equal(['sending']);
    expect(room.messages[0]?.error?.code).to.equal('network');
    away = false;
    room.reconnect();
    expect((await sent).status).to.equal('sent');
    room.close();
  });

  it('marks a message the backend refuses as failed', async () => {
    const body = { error: { code: 'invalid_request', message: 'unable to store; no', retryable: false } };
    let refuse = true;
    const fetch = fetchThrough(async (request, send) =>
      refuse && isPut(request) ? Response.json(body, { status: 400 }) : send(),
    );
    const room = client({ fetch }).room(freshRoom());
    const error = await room.send('x').catch((reason: ChatError) => reason);
    expect(error).to.include({ code: 'invalid_request', message: 'unable to store; no' });
    expect(statuses(room)).to.deep.equal(['failed']);
    refuse = false;
    await room.retry(room.messages[0]?.id ?? '');
    expect(statuses(room)).to.deep.equal(['sent']);
    room.close();
  });

  it('loads its history although its line does not come up, says so, and recovers', async () => {
    const id = freshRoom();
    const writer = client().room(id);
    await writer.send('stored');
    writer.close();

    const sockets = cuttableSockets();
    sockets.refuse = true;
    const room = client({ name: 'jun', WebSocket: sockets.WebSocket }).room(id);
    const errors: ChatError[] = [];
    room.on('error', (error) => errors.push(error));
    await until(room, ({ status, loaded }) => status.current === 'disconnected' && loaded);
    expect(texts(room)).to.deep.equal(['stored']);
    expect(room.status.error?.code).to.equal('network');
    expect(room.status.retryAt).to.be.a('number');
    expect(errors).to.have.length(1);
    sockets.refuse = false;
    room.reconnect();
    await until(room, isConnected);
    expect(room.status.error).to.equal(undefined);
    room.close();
  });

  it('says that history cannot be loaded, and loads it when it can', async () => {
    let away = true;
    const fetch = fetchThrough((_, send) =>
      away ? Promise.resolve(new Response('', { status: 502 })) : send(),
    );
    const room = client({ fetch }).room(freshRoom());
    await until(room, ({ status }) => status.current === 'disconnected');
    expect(room.loaded).to.equal(false);
    expect(room.status.error).to.include({ code: 'unavailable', retryable: true });
    away = false;
    room.reconnect();
    await until(room, isConnected);
    expect(room.loaded).to.equal(true);
    room.close();
  });

  it('gives up where trying again cannot help, until it is told to', async () => {
    let wrong = true;
    const fetch = fetchThrough((_, send) =>
      wrong ? Promise.resolve(new Response('', { status: 404 })) : send(),
    );
    const room = client({ fetch }).room(freshRoom());
    await until(room, ({ status }) => status.current === 'failed');
    expect(room.status.error?.code).to.equal('not_found');
    wrong = false;
    room.reconnect();
    await until(room, isConnected);
    room.close();
  });

  it('calls an answer that is no page unreadable', async () => {
    const fetch = fetchThrough(async () => new Response('<html>Login</html>'));
    const room = client({ fetch }).room(freshRoom());
    await until(room, ({ status }) => status.error !== undefined);
    expect(room.status.error?.code).to.equal('invalid_response');
    room.close();
  });

  it('shows what was written while the line was down, in order, once', async () => {
    const id = freshRoom();
    const sockets = cuttableSockets();
    const room = client({ name: 'jun', WebSocket: sockets.WebSocket }).room(id);
    const writer = client().room(id);
    await Promise.all([until(room, isConnected), until(writer, isConnected)]);
    await writer.send('1');
    await until(room, ({ messages }) => messages.length === 1);

    const orders: string[][] = [];
    const heard: string[] = [];
    room.on('change', () => orders.push(texts(room)));
    room.on('message', ({ text }) => heard.push(text));
    sockets.refuse = true;
    sockets.cut();
    await until(room, ({ status }) => status.current === 'disconnected');
    for (const text of ['2', '3', '4']) await writer.send(text);
    sockets.refuse = false;
    room.reconnect();
    await until(room, isConnected);
    await writer.send('5');
    await until(room, ({ messages }) => messages.length === 5);
    expect(texts(room)).to.deep.equal(['1', '2', '3', '4', '5']);
    expect(heard).to.deep.equal(['2', '3', '4', '5']);
    for (const order of orders) expect(order).to.deep.equal([...order].sort());
    room.close();
    writer.close();
  });

  it('misses no one else’s message that stands before its own, stored while the line was down', async () => {
    const id = freshRoom();
    const sockets = cuttableSockets();
    const room = client({ name: 'jun', WebSocket: sockets.WebSocket }).room(id);
    await until(room, isConnected);
    sockets.refuse = true;
    sockets.cut();
    await until(room, ({ status }) => status.current === 'disconnected');
    const writer = client().room(id);
    await writer.send('others first');
    await room.send('own second');
    sockets.refuse = false;
    room.reconnect();
    await until(room, isConnected);
    expect(texts(room)).to.deep.equal(['others first', 'own second']);
    room.close();
    writer.close();
  });

  it('has no gap and no double where history and what is pushed meet', async () => {
    const id = freshRoom();
    const writer = client().room(id);
    await writer.send('in history');
    const [asked, gate] = [deferred(), deferred()];
    const fetch = fetchThrough(async (_, send) => {
      asked.resolve();
      await gate.promise;
      return send();
    });
    const room = client({ name: 'jun', fetch }).room(id);
    await asked.promise;
    await writer.send('in history and pushed');
    expect(room.messages).to.deep.equal([]);
    gate.resolve();
    await until(room, isConnected);
    expect(texts(room)).to.deep.equal(['in history', 'in history and pushed']);
    room.close();
    writer.close();
  });
});

describe('a line', () => {
  it('that is closed before it came up opens no connection', async () => {
    let opened = 0;
    const WebSocket = class extends globalThis.WebSocket {
      constructor(url: string) {
        super(url);
        opened += 1;
      }
    } as WebSocketClass;
    const room = client({ WebSocket }).room(freshRoom());
    room.close();
    const other = client().room(freshRoom());
    await until(other, isConnected);
    other.close();
    expect(opened).to.equal(0);
  });

  it('whose constructor throws is a line that does not come up', async () => {
    let refuse = true;
    const WebSocket = class extends globalThis.WebSocket {
      constructor(url: string) {
        if (refuse) throw new DOMException('not allowed', 'SecurityError');
        super(url);
      }
    } as WebSocketClass;
    const room = client({ WebSocket }).room(freshRoom());
    await until(room, ({ status, loaded }) => status.current === 'disconnected' && loaded);
    refuse = false;
    room.reconnect();
    await until(room, isConnected);
    room.close();
  });

  it('ignores frames nobody knows, and items of another room', async () => {
    const lines: WebSocket[] = [];
    const WebSocket = class extends globalThis.WebSocket {
      constructor(url: string) {
        super(url);
        lines.push(this);
      }
    } as WebSocketClass;
    const room = client({ WebSocket }).room(freshRoom());
    await until(room, isConnected);
    const stray = { room_id: 'elsewhere', timestamp: 1, user_id: 'u', name: 'U', message: 'stray' };
    for (const data of ['{"type":"typing"}', 'not json', JSON.stringify(stray), new Blob(['x'])]) {
      lines[0]?.dispatchEvent(new MessageEvent('message', { data }));
    }
    expect(room.messages).to.deep.equal([]);
    expect(room.status.current).to.equal('connected');
    await room.send('still works');
    expect(backend.socket).to.equal(lines[0]?.url.split('?')[0]?.replace(/\/$/, ''));
    room.close();
  });
});
