import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { chatUrl, type Item, LIMITS, socketUrl } from '../../../src/contract/index.js';
import { GATEWAY_ERRORS, type GatewayErrorType } from '../../../src/deploy/gateway-responses.js';
import { Origins } from '../../../src/lambda/origins.js';
import { answerAsApiGateway } from '../../../src/local/aws-differences.js';
import { FREE_PORTS } from '../../../src/local/ports.js';
import { readService } from '../../../src/local/service.js';
import { type Stack, startStack } from '../../../src/local/stack.js';

const SITE = 'https://site.example';

const ROOMS = [
  { description: 'Korean with a space', room: '한국어 방' },
  { description: 'a percent sign', room: '100%25' },
  { description: 'a plus', room: 'a+b c' },
  { description: 'an emoji', room: '🙂👩‍👩‍👧' },
  { description: 'characters of a query', room: 'a&room_id=b#?/c' },
];

let stack: Stack;

before(async () => {
  stack = await startStack({ ports: FREE_PORTS });
});
after(() => stack?.stop());

describe('the REST API', () => {
  it('answers a preflight from the settings of the route', async () => {
    const { status, headers } = await fetch(`${stack.api}/chat`, {
      method: 'OPTIONS',
      headers: {
        Origin: SITE,
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': 'x-unknown',
      },
    });
    assert.equal(status, 200);
    assert.deepEqual(cors(headers), {
      'access-control-allow-headers': 'Content-Type,Authorization',
      'access-control-allow-methods': 'GET,OPTIONS,PUT',
      'access-control-allow-origin': '*',
      'access-control-max-age': '86400',
    });
  });

  it("leaves the CORS headers of a function's answer alone", async () => {
    const url = chatUrl(stack.api, { room_id: 'cors', limit: 1 });
    await put({ room_id: 'cors', text: '1' });
    await put({ room_id: 'cors', text: '2' });
    const { status, headers } = await fetch(url, { headers: { Origin: SITE } });
    assert.equal(status, 200);
    assert.match(headers.get('chat-next') ?? '', /^\d/);
    assert.deepEqual(cors(headers), {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Chat-Next, Retry-After',
    });
  });

  for (const [what, method, path] of [
    ['path', 'GET', '/nothing'],
    ['method', 'POST', '/chat'],
    ['method without a body', 'HEAD', '/chat'],
    ['path for a preflight', 'OPTIONS', '/nothing'],
    ['path that is no URL', 'GET', '/%zz?%zz'],
  ] as const) {
    it(`answers an unknown ${what} in our shape`, async () => {
      const answer = await fetch(stack.api + path, { method, headers: { Origin: SITE } });
      await isGatewayError(answer, 'MISSING_AUTHENTICATION_TOKEN', method !== 'HEAD');
    });
  }

  it('refuses a body over 10 MB', async () => {
    const body = 'x'.repeat(11 * 1024 * 1024);
    await isGatewayError(await fetch(`${stack.api}/chat`, { method: 'PUT', body }), 'REQUEST_TOO_LARGE');
  });

  it('passes our own errors on', async () => {
    const answer = await fetch(`${stack.api}/chat`, { headers: { Origin: SITE } });
    assert.equal(answer.status, 400);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    assert.equal(error.code, 'invalid_request');
    assert.match(error.message, /"room_id"/);
  });

  it('gives a function the last of a repeated parameter', async () => {
    await put({ room_id: 'last', text: 'here' });
    assert.equal((await page(`${stack.api}/chat?room_id=first&room_id=last`)).length, 1);
  });

  for (const { description, room } of ROOMS) {
    it(`carries a room id with ${description} to every function`, async () => {
      const socket = new WebSocket(socketUrl(stack.socket, { room_id: room, user_id: 'reader' }));
      await once(socket, 'open');
      const pushed = once(socket, 'message');
      const item = await put({ room_id: room, text: 'hello' });
      assert.equal(item.room_id, room);
      assert.deepEqual(JSON.parse(String((await pushed)[0])), item);
      assert.deepEqual(await page(chatUrl(stack.api, { room_id: room })), [item]);
      socket.close();
      await once(socket, 'close');
    });
  }
});

describe('answers in place of the emulator', () => {
  for (const [status, type] of [
    [400, 'DEFAULT_4XX'],
    [413, 'REQUEST_TOO_LARGE'],
    [502, 'DEFAULT_5XX'],
    [504, 'DEFAULT_5XX'],
  ] as const) {
    it(`hides its own page for ${status}`, async () => {
      const emulator = createServer((_, response) => {
        response.setHeader('Content-Length', 5).writeHead(status);
        response.write('st');
        response.end('ack');
      });
      answerAsApiGateway(emulator, readService().routes, new Origins());
      await once(emulator.listen(0), 'listening');
      try {
        const { port } = emulator.address() as { port: number };
        await isGatewayError(await fetch(`http://localhost:${port}/chat`), type);
      } finally {
        emulator.close();
      }
    });
  }
});

describe('the WebSocket API', () => {
  it('refuses a handshake that $connect refuses', async () => {
    const socket = new WebSocket(`${stack.socket}?room_id=r`);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    assert.equal(response.statusCode, 400);
    socket.on('error', () => {}).terminate();
  });

  it('sends the answer of $default back', async () => {
    const socket = await open('pong');
    socket.send('{"action":"ping"}');
    const pong = { type: 'pong', head: null, settings: { frozen: false, slow: 0 } };
    assert.deepEqual(JSON.parse(String((await once(socket, 'message'))[0])), pong);
    socket.send('no JSON');
    const { type } = JSON.parse(String((await once(socket, 'message'))[0]));
    assert.equal(type, 'error');
    socket.close();
  });

  it('takes a frame of 32 KB and closes on a larger one', async () => {
    const socket = await open('large');
    socket.send('x'.repeat(LIMITS.frameBytes));
    await once(socket, 'message');
    socket.send('x'.repeat(LIMITS.frameBytes + 1));
    assert.equal((await once(socket, 'close'))[0], 1009);
  });

  it('closes on a binary frame', async () => {
    const socket = await open('binary');
    socket.send(Buffer.from('{"action":"ping"}'));
    assert.equal((await once(socket, 'close'))[0], 1003);
  });

  it('lives on after a malformed frame', async () => {
    const { hostname, port } = new URL(stack.socket);
    const raw = connect(Number(port), hostname);
    raw.write(
      'GET /?room_id=raw&user_id=u HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    await once(raw, 'data');
    raw.end(Buffer.from([0xff, 0xff, 0xff]));
    await once(raw, 'close');
    (await open('alive')).close();
  });
});

async function open(room_id: string): Promise<WebSocket> {
  const socket = new WebSocket(socketUrl(stack.socket, { room_id, user_id: 'u' }));
  await once(socket, 'open');
  return socket;
}

async function put(message: { room_id: string; text: string }): Promise<Item> {
  const answer = await fetch(`${stack.api}/chat`, {
    method: 'PUT',
    body: JSON.stringify({ ...message, user_id: 'u', name: 'n' }),
  });
  assert.equal(answer.status, 200);
  return (await answer.json()) as Item;
}

async function page(url: string): Promise<Item[]> {
  return (await (await fetch(url)).json()) as Item[];
}

async function isGatewayError(answer: Response, type: GatewayErrorType, hasBody = true): Promise<void> {
  const error = GATEWAY_ERRORS[type];
  assert.equal(answer.status, error.status);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  assert.equal(answer.headers.get('access-control-allow-credentials'), null);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  if (hasBody) assert.deepEqual(await answer.json(), error.toJSON());
}

function cors(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')).sort());
}
