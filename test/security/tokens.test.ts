import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, describe } from 'node:test';
import { LIMITS } from '../../src/contract/index.js';
import { withClock } from '../unit/lambda/fixture.js';
import { forge, Signer } from '../unit/lambda/tokens.js';
import { attackCase } from './case.js';
import { type Answer, assertRefused, Chat, ISSUER } from './chat.js';
import { noDatabase } from './databases.js';

let chat: Chat;
let stranger: Signer;

before(async () => {
  chat = await Chat.open({ store: noDatabase });
  stranger = await Signer.with('EdDSA');
});

const second = (): number => Math.floor(Date.now() / 1_000);
const said = (claims: object) => (): Promise<string> => chat.token('mina', claims);
const signedBy =
  (signer: () => Signer, header = {}) =>
  () =>
    signer().sign(chat.claims('mina'), header);

/** Every way in, with one token. */
async function atEveryDoor(token: string | undefined): Promise<Record<string, Answer>> {
  const { room } = chat;
  return {
    'GET /chat': await chat.get(token),
    'PUT /chat': await chat.put(token, { room_id: room, user_id: 'mina', name: 'mina', text: 'in' }),
    $connect: await chat.connect(token, { user_id: 'mina' }),
  };
}

async function assertShutOut(token: string | undefined, what: string): Promise<void> {
  for (const [door, answer] of Object.entries(await atEveryDoor(token))) {
    assert.equal(answer.status, 401, `${what} at ${door}`);
    assertRefused(answer, 'unauthorized', `${what} at ${door}`);
    if (token) assert.ok(!answer.body.includes(token), `${door} gives the token back`);
  }
}

describe('a token', () => {
  for (const [id, fault, make] of [
    [52, 'no token', async () => undefined],
    [52, 'a token for another audience', said({ aud: 'shop' })],
    [52, 'a token that never ends', said({ exp: undefined })],
    [
      52,
      'a token that is good for more than a day',
      () => said({ exp: second() + LIMITS.tokenSeconds + 60 })(),
    ],
    [52, 'a token of more than 4 KB', said({ padding: 'x'.repeat(LIMITS.tokenBytes) })],
    [52, 'a token of a key that nobody knows', signedBy(() => stranger)],
    [
      52,
      'a token of another key under the name of ours',
      () => signedBy(() => stranger, { kid: chat.site.key.kid })(),
    ],
    [
      52,
      'a token that brings its key along',
      () => signedBy(() => stranger, { kid: chat.site.key.kid, jwk: stranger.keySet.keys[0] })(),
    ],
    [102, 'a token of another issuer', said({ iss: `${ISSUER}.evil.example` })],
    [
      103,
      'a token without a signature, alg “none”',
      async () => forge({ alg: 'none', kid: chat.site.key.kid }, chat.claims('mina')),
    ],
    [105, 'a token that expired a second ago', () => said({ exp: second() - 1 })()],
    [106, 'a token that is not valid yet', () => said({ nbf: second() + 60 })()],
    [108, 'a token for the rooms “*”', said({ rooms: { '*': ['read', 'write', 'moderate'] } })],
  ] as const) {
    attackCase(id, fault, '401 at every door, before the database is asked', async () => {
      await assertShutOut(await make(), fault);
    });
  }

  attackCase(
    104,
    'tokens of HS256, made with the public key in each of its forms',
    '401 at every door, before the database is asked',
    async () => {
      const { kid } = chat.site.key;
      const [jwk = {}] = chat.site.keySet.keys;
      const { key } = chat.site.keys.get(kid) ?? assert.fail();
      for (const secret of [
        Buffer.from(String(jwk['x'])),
        Buffer.from(String(jwk['x']), 'base64url'),
        Buffer.from(JSON.stringify(jwk)),
        Buffer.from(JSON.stringify(chat.site.keySet)),
        key.export({ type: 'spki', format: 'der' }),
        Buffer.from(key.export({ type: 'spki', format: 'pem' })),
      ]) {
        await assertShutOut(forge({ alg: 'HS256', kid }, chat.claims('mina'), secret), 'HS256');
      }
    },
  );

  attackCase(
    113,
    '1,000 tokens of garbage, 100 at a time, while a user reads',
    'each is a 401 that cost no database call; the user reads on',
    async () => {
      const open = await Chat.open();
      const [header = '', payload = '', signature = ''] = (await open.token('mina')).split('.');
      const garbage = (index: number): string =>
        [
          randomBytes(200).toString('latin1'),
          randomBytes(300).toString('base64url'),
          `${header}.${randomBytes(90).toString('base64url')}.${signature}`,
          `${header}.${payload}.${randomBytes(64).toString('base64url')}`,
          `${'.'.repeat(index)}`,
        ][index % 5] ?? '';
      const token = await open.token('mina');
      for (let round = 0; round < 10; round++) {
        const [read, ...refused] = await Promise.all([
          open.get(token),
          ...Array.from({ length: 100 }, (_, index) => chat.get(garbage(index))),
        ]);
        assert.equal(read.status, 200);
        assert.deepEqual([...new Set(refused.map(({ status }) => status))], [401]);
      }
    },
  );
});

describe('a token on a socket', () => {
  attackCase(
    52,
    'a connection is given another user’s token, one for another room and one that has ended',
    'each is refused in a frame, and the connection keeps the end it had',
    async () => {
      const open = await Chat.open();
      const connection = await open.joins('mina');
      const end = await open.endOf(connection);
      const give = async (token: string) => open.frame(connection, { action: 'token', token });
      assertRefused(await give(await open.token('jun')), 'forbidden');
      assertRefused(await give(await open.token('mina', { rooms: { elsewhere: ['read'] } })), 'forbidden');
      assertRefused(await give(await open.token('mina', { exp: second() - 1 })), 'unauthorized');
      assert.equal(await open.endOf(connection), end);
      const later = second() + 600;
      assert.equal((await give(await open.token('mina', { exp: later }))).body, '{"type":"token"}');
      assert.equal(await open.endOf(connection), later);
    },
  );

  attackCase(
    105,
    'a connection whose token ended this moment is still open, and asks where the room’s log ends',
    'it is answered until then; from then on it is refused in a frame that says nothing of the room',
    async () => {
      let now = Date.now();
      const open = await Chat.open({ store: withClock(() => now) });
      await open.does('jun', { text: 'first' });
      const connection = await open.joins('mina');
      const end = ((await open.endOf(connection)) ?? assert.fail()) * 1_000;
      now = end - 1;
      assert.match((await open.frame(connection, { action: 'ping' })).body, /^\{"type":"pong"/);
      for (const later of [0, 1, 60_000]) {
        now = end + later;
        for (const frame of [{ action: 'ping' }, { message: 'ping' }]) {
          const answer = await open.frame(connection, frame);
          assertRefused(answer, 'unauthorized', `${later} ms later`);
          assert.doesNotMatch(answer.body, /head|settings|timestamp/);
        }
      }
    },
  );

  attackCase(
    56,
    'a token comes in the address instead of the header',
    'it counts for nothing: 401 at every door',
    async () => {
      const token = await chat.token('mina');
      for (const name of ['token', 'access_token', 'authorization', 'Authorization']) {
        assertRefused(await chat.get(undefined, { [name]: token }), 'unauthorized', name);
        assertRefused(await chat.get(undefined, { [name]: `Bearer ${token}` }), 'unauthorized', name);
        assertRefused(
          await chat.connect(undefined, { user_id: 'mina', [name]: token }),
          'unauthorized',
          name,
        );
      }
    },
  );
});
