import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { after, before, describe } from 'node:test';
import { WebSocket } from 'ws';
import { chatUrl, PROTOCOL, protocolsOf, socketUrl } from '../../src/contract/index.js';
import { Command } from '../unit/local/command.js';
import { attackCase } from './case.js';

/** The demo site's own room and visitor. */
const ROOM = 'members';
const VISITOR = { user_id: 'minji', name: '민지' };

const EVIL = ['https://good.example.evil.com', 'null', 'http://localhost.evil.com', 'http://localhost:1'];

let command: Command;
let demo: string;
let api: string;
let socket: string;
let token: string;

before(async () => {
  command = new Command(['--auth'], { VERBOSE: '1' });
  ({ demo, api, socket } = await command.ready());
  token = await signedToken();
});
after(() => Command.endAll());

/** As the site's page gets it. */
async function signedToken(): Promise<string> {
  const post = (path: string, body: object, headers = {}) =>
    fetch(`${demo}${path}`, { method: 'POST', body: JSON.stringify(body), headers });
  const signedIn = await post('/sign-in', { id: VISITOR.user_id });
  const cookie = signedIn.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const answer = await post('/chat-token', { room: ROOM }, { cookie });
  return ((await answer.json()) as { token: string }).token;
}

const bearer = (value: string): Record<string, string> => ({ Authorization: `Bearer ${value}` });

function ask(method: 'GET' | 'PUT', headers: Record<string, string>, query = {}): Promise<Response> {
  const body = JSON.stringify({ room_id: ROOM, ...VISITOR, text: 'planted text' });
  const url = new URL(chatUrl(api, { room_id: ROOM }));
  for (const [name, value] of Object.entries<string>(query)) url.searchParams.set(name, value);
  return fetch(url, { method, headers, ...(method === 'PUT' && { body }) });
}

/** Ends as the handshake does: with the protocol that the server chose, or the status it refused with. */
async function shakeHands(
  protocols: readonly string[],
  origin: string,
  query = '',
): Promise<string | number | undefined> {
  const url = socketUrl(socket, { room_id: ROOM, user_id: VISITOR.user_id }) + query;
  const line = new WebSocket(url, [...protocols], { origin });
  line.on('error', () => {});
  const opened = once(line, 'open').then(() => line.protocol);
  const refused = once(line, 'unexpected-response').then(
    ([, response]) => (response as IncomingMessage).statusCode,
  );
  const end = await Promise.race([opened, refused]);
  line.terminate();
  return end;
}

/** What each frame of one connection is answered with. */
async function converse(...sent: readonly object[]): Promise<unknown[]> {
  const url = socketUrl(socket, { room_id: ROOM, user_id: VISITOR.user_id });
  const line = new WebSocket(url, [...protocolsOf(token)], { origin: demo });
  await once(line, 'open');
  const answers: unknown[] = [];
  for (const frame of sent) {
    const answered = once(line, 'message');
    line.send(JSON.stringify(frame));
    answers.push(JSON.parse(String((await answered)[0])));
  }
  line.terminate();
  return answers;
}

describe('a chat with tokens, through its gateway', () => {
  attackCase(
    55,
    'pages of other origins ask with a good token, and first of all by a preflight',
    'no preflight and no answer allows them, and no socket opens; the site’s own page is let in',
    async () => {
      const preflight = (origin: string) =>
        fetch(chatUrl(api), {
          method: 'OPTIONS',
          headers: { Origin: origin, 'Access-Control-Request-Method': 'PUT' },
        });
      const allowed = ({ headers }: Response) => headers.get('Access-Control-Allow-Origin');
      for (const origin of EVIL) {
        assert.equal(allowed(await preflight(origin)), null, origin);
        for (const method of ['GET', 'PUT'] as const) {
          const answer = await ask(method, { ...bearer(token), Origin: origin });
          assert.deepEqual([answer.status, allowed(answer)], [403, null], origin);
        }
        assert.equal(await shakeHands(protocolsOf(token), origin), 403, origin);
      }
      assert.equal(allowed(await preflight(demo)), demo);
      for (const method of ['GET', 'PUT'] as const) {
        const answer = await ask(method, { ...bearer(token), Origin: demo });
        assert.deepEqual([answer.status, allowed(answer)], [200, demo]);
      }
      assert.equal(await shakeHands(protocolsOf(token), demo), PROTOCOL);
    },
  );

  attackCase(
    52,
    'no token, a tampered one and one in the address come through the gateway',
    '401 for REST and for the handshake; the page may read why',
    async () => {
      const tampered = `${token.slice(0, -10)}AAAAAAAAAA`;
      for (const headers of [
        {},
        bearer(tampered),
        bearer(''),
        { Authorization: token },
        { Authorization: `Basic ${token}` },
      ]) {
        const answer = await ask('GET', { ...headers, Origin: demo }, { token });
        assert.equal(answer.status, 401);
        assert.equal(answer.headers.get('Access-Control-Allow-Origin'), demo);
        const { error } = (await answer.json()) as { error: { code: string } };
        assert.equal(error.code, 'unauthorized');
      }
      for (const protocols of [[], [PROTOCOL], protocolsOf(tampered), [PROTOCOL, token]]) {
        assert.equal(await shakeHands(protocols, demo, `&token=${token}`), 401, protocols.join());
      }
    },
  );

  attackCase(
    56,
    'everything that the stack printed, told to print all, while good and bad tokens came, in frames too',
    'no token, no part of one and no text is in it',
    async () => {
      await ask('PUT', bearer(token));
      await ask('GET', bearer(`${token}x`));
      assert.equal(await shakeHands(protocolsOf(token), demo), PROTOCOL);
      const answers = await converse(
        { action: 'token', token },
        { action: 'token', token: `${token.slice(0, -10)}AAAAAAAAAA` },
        { action: 'planted text', token },
      );
      assert.deepEqual(
        answers.map((answer) => {
          const { type, error } = answer as { type: string; error?: { code: string } };
          return [type, error?.code];
        }),
        [
          ['token', undefined],
          ['error', 'unauthorized'],
          ['error', 'invalid_request'],
        ],
      );
      const printed = command.stdout + command.stderr;
      assert.ok(printed.length > 100, 'the stack printed nothing');
      for (const part of [...token.split('.'), 'planted text']) assert.ok(!printed.includes(part), printed);
    },
  );
});
