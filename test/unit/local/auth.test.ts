import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { WebSocket } from 'ws';
import { chatUrl, type Item, protocolsOf, type RoomRights, socketUrl } from '../../../src/contract/index.js';
import type { Signer } from '../../../src/local/access.js';
import { FREE_PORTS } from '../../../src/local/ports.js';
import { type Stack, startStack } from '../../../src/local/stack.js';
import { signRoomToken } from '../../../src/server/index.js';

const EVIL = 'https://evil.example';
const URL_OF_ROOM = { room_id: 'lobby' };

let stack: Stack;
let signer: Signer;

before(async () => {
  stack = await startStack({ ports: FREE_PORTS, auth: true });
  signer = stack.signer ?? assert.fail();
});
after(() => stack?.stop());

function sign(rooms: RoomRights = { lobby: ['read', 'write'] }): Promise<string> {
  return signRoomToken({ ...signer, user: { id: 'minji', name: '민지' }, rooms });
}

describe('the backend of npm start -- --auth', () => {
  async function ask(token: string | undefined, origin: string | undefined, put?: object): Promise<Response> {
    return fetch(chatUrl(stack.api, put ? {} : URL_OF_ROOM), {
      headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(origin && { Origin: origin }) },
      ...(put && {
        method: 'PUT',
        body: JSON.stringify({ ...URL_OF_ROOM, user_id: 'minji', name: '민지', ...put }),
      }),
    });
  }

  async function isRefused(
    answer: Response,
    status: number,
    code: string,
    reader: string | null,
  ): Promise<void> {
    assert.equal(answer.status, status);
    assert.equal(answer.headers.get('access-control-allow-origin'), reader);
    assert.equal(((await answer.json()) as { error: { code: string } }).error.code, code);
  }

  it('answers a visitor of its site, and whoever is no page', async () => {
    for (const origin of [stack.demo, undefined]) {
      const answer = await ask(await sign(), origin);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('access-control-allow-origin'), origin ?? null);
      assert.match(answer.headers.get('vary') ?? '', /Origin/);
    }
  });

  it('refuses who shows no token, so that their page can tell', async () => {
    await isRefused(await ask(undefined, stack.demo), 401, 'unauthorized', stack.demo);
    await isRefused(await ask('x.y.z', stack.demo, { text: 'hi' }), 401, 'unauthorized', stack.demo);
  });

  it('refuses what a token does not allow', async () => {
    await isRefused(await ask(await sign({ other: ['read'] }), stack.demo), 403, 'forbidden', stack.demo);
    const reader = await sign({ lobby: ['read'] });
    await isRefused(await ask(reader, stack.demo, { text: 'hi' }), 403, 'forbidden', stack.demo);
    await isRefused(
      await ask(await sign(), stack.demo, { text: 'hi', user_id: 'alex' }),
      403,
      'forbidden',
      stack.demo,
    );
  });

  it('refuses the page of another site, which cannot read why', async () => {
    for (const origin of [EVIL, `${stack.demo}.evil.example`, 'null']) {
      await isRefused(await ask(await sign(), origin), 403, 'forbidden', null);
    }
  });

  it('answers preflights of its site only', async () => {
    for (const [origin, reader] of [
      [stack.demo, stack.demo],
      [EVIL, null],
      ['null', null],
    ] as const) {
      const answer = await fetch(`${stack.api}/chat`, { method: 'OPTIONS', headers: { Origin: origin } });
      assert.equal(answer.headers.get('access-control-allow-origin'), reader);
      assert.equal(answer.headers.get('vary'), 'Origin');
    }
  });

  it('says who may read what the gateway answers in its place', async () => {
    for (const origin of [stack.demo, EVIL]) {
      const answer = await fetch(`${stack.api}/nothing`, { headers: { Origin: origin } });
      await isRefused(answer, 404, 'not_found', stack.demo);
    }
  });

  it('opens a socket for a visitor of its site and brings them what another one wrote', async () => {
    const socket = open(await sign(), stack.demo);
    await once(socket, 'open');
    assert.equal(socket.protocol, 'chat.v1');
    const pushed = once(socket, 'message');
    const answer = await ask(await sign(), stack.demo, { text: '안녕' });
    const item = (await answer.json()) as Item;
    assert.equal(item.role, 'user');
    assert.deepEqual(JSON.parse(String((await pushed)[0])), item);
    socket.close();
  });

  for (const [what, status, token, origin] of [
    ['a token', 401, async () => undefined, () => stack.demo],
    ['a token that is good', 401, async () => 'x.y.z', () => stack.demo],
    ['a right to the room', 403, () => sign({ other: ['read'] }), () => stack.demo],
    ['an origin', 403, () => sign(), () => undefined],
    ['an origin of its own', 403, () => sign(), () => EVIL],
  ] as const) {
    it(`opens no socket without ${what}`, async () => {
      const socket = open(await token(), origin());
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
      assert.equal(response.statusCode, status);
      socket.on('error', () => {}).terminate();
    });
  }

  function open(token: string | undefined, origin: string | undefined): WebSocket {
    const url = socketUrl(stack.socket, { ...URL_OF_ROOM, user_id: 'minji' });
    return new WebSocket(url, token ? [...protocolsOf(token)] : [], origin ? { origin } : {});
  }
});

describe('the site of npm start -- --auth', () => {
  it('has one page, to which the others lead', async () => {
    const page = await (await fetch(`${stack.demo}/`)).text();
    assert.match(page, /<title>Tokens /);
    assert.equal(await (await fetch(`${stack.demo}/tokens.html`)).text(), page);
    const other = await fetch(`${stack.demo}/sdk.html`, { redirect: 'manual' });
    assert.deepEqual([other.status, other.headers.get('location')], [302, '/']);
  });

  it('signs a token for who has signed in, with the rights that this visitor has', async () => {
    for (const [id, name, role] of [
      ['minji', '민지', 'user'],
      ['alex', 'Alex', 'moderator'],
    ] as const) {
      const signedIn = await post('/sign-in', { id });
      assert.deepEqual(await signedIn.json(), { id, name });
      const cookie = signedIn.headers.get('set-cookie') ?? '';
      assert.match(cookie, /; HttpOnly; SameSite=Strict$/);
      const answer = await post('/chat-token', { room: 'members' }, cookie.split(';')[0]);
      const { token } = (await answer.json()) as { token: string };
      const put = await fetch(chatUrl(stack.api), {
        method: 'PUT',
        headers: { Authorization: `Bearer ${token}` },
        body: JSON.stringify({ room_id: 'members', user_id: id, name, text: 'hello' }),
      });
      assert.equal(((await put.json()) as Item).role, role);
    }
  });

  for (const [what, path, body, cookie, status] of [
    ['nobody', '/chat-token', { room: 'members' }, undefined, 401],
    ['a made-up session', '/chat-token', { room: 'members' }, 'session=minji', 401],
    ['a visitor whom it does not know', '/sign-in', { id: 'eve' }, undefined, 404],
    ['a question that it does not know', '/nothing', {}, undefined, 404],
    ['no question', '/sign-in', null, undefined, 404],
  ] as const) {
    it(`answers ${what} with ${status}`, async () => {
      const answer = await post(path, body, cookie);
      assert.equal(answer.status, status);
      assert.deepEqual(await answer.json(), {});
    });
  }

  it('signs nothing for a room that is not its own', async () => {
    const cookie = (await post('/sign-in', { id: 'alex' })).headers.get('set-cookie')?.split(';')[0];
    assert.equal((await post('/chat-token', { room: 'lobby' }, cookie)).status, 403);
  });

  function post(path: string, body: unknown, cookie?: string): Promise<Response> {
    const headers = cookie ? { Cookie: cookie } : {};
    return fetch(stack.demo + path, { method: 'POST', headers, body: JSON.stringify(body) });
  }
});
