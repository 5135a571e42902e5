import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { LIMITS } from '../../../src/contract/index.js';
import { readPolicy } from '../../../src/lambda/policy.js';
import { createRoomKey, type RoomKey, type RoomKeySet, signRoomToken } from '../../../src/server/index.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const OPTIONS = {
  issuer: 'https://site.example',
  user: { id: 'minji', name: '민지' },
  rooms: { lobby: ['read', 'write'], 'team-*': ['read'] },
} as const;

let pair: { key: RoomKey; keySet: RoomKeySet };
let shared: { key: RoomKey; keySet: RoomKeySet };

before(async () => {
  [pair, shared] = [await createRoomKey(), await createRoomKey('HS256')];
});

/** What a backend that was deployed with these keys makes of a token. */
function identify(keySet: RoomKeySet, token: string) {
  const settings = {
    CHAT_AUTH: 'tokens',
    CHAT_TOKEN_KEYS: JSON.stringify(keySet),
    CHAT_TOKEN_ISSUER: OPTIONS.issuer,
    CHAT_ORIGINS: OPTIONS.issuer,
  };
  return readPolicy(settings).gate.identify(token);
}

describe('signRoomToken', () => {
  it('signs what the backend takes, with either algorithm', async () => {
    for (const { key, keySet } of [pair, shared]) {
      const caller = await identify(keySet, await signRoomToken({ key, ...OPTIONS }));
      assert.equal(caller.user_id, 'minji');
      caller.demand('write', 'lobby', { user_id: 'minji', name: '민지' });
      caller.demand('read', 'team-red');
      assert.throws(() => caller.demand('moderate', 'lobby'), { code: 'forbidden' });
    }
  });

  it('names its key, and is good for five minutes from now', async () => {
    const from = Math.floor(Date.now() / 1_000);
    const token = await signRoomToken({ key: pair.key, ...OPTIONS });
    assert.deepEqual(decodeProtectedHeader(token), { alg: 'EdDSA', kid: pair.key.kid, typ: 'JWT' });
    const { iat = 0, exp, ...claims } = decodeJwt(token);
    assert.ok(iat >= from && iat <= Date.now() / 1_000);
    assert.equal(exp, iat + 300);
    assert.deepEqual(claims, {
      iss: OPTIONS.issuer,
      aud: 'chat-room',
      sub: 'minji',
      name: '민지',
      rooms: OPTIONS.rooms,
    });
  });

  it('takes another lifetime and another audience', async () => {
    const token = await signRoomToken({ key: pair.key, ...OPTIONS, expiresIn: 86_400, audience: 'shop' });
    const { iat = 0, exp, aud } = decodeJwt(token);
    assert.deepEqual([exp, aud], [iat + LIMITS.tokenSeconds, 'shop']);
  });

  for (const [what, options, reason] of [
    ['no user', { user: undefined }, '"sub" is missing'],
    ['a user without an id', { user: { id: '', name: 'x' } }, '"sub" must not be empty'],
    ['a user without a name', { user: { id: 'x' } }, '"name" is missing'],
    [
      'a name that is too long',
      { user: { id: 'x', name: 'x'.repeat(81) } },
      '"name" must have at most 80 characters, got 81',
    ],
    ['no rooms', { rooms: undefined }, 'expected an object, got undefined'],
    [
      'every room',
      { rooms: { '*': ['read'] } },
      '"rooms" must name rooms or what their names begin with, not "*"',
    ],
    [
      'a right that there is not',
      { rooms: { r: ['admin'] } },
      '"rooms" must give each room a list of read, write, moderate',
    ],
    ['no issuer', { issuer: '' }, '"issuer" must be a text'],
    ['a number for an audience', { audience: 7 }, '"audience" must be a text'],
    ['no time', { expiresIn: 0 }, '"expiresIn" must be a whole number of seconds from 1 to 86400'],
    [
      'more than a day',
      { expiresIn: 86_401 },
      '"expiresIn" must be a whole number of seconds from 1 to 86400',
    ],
    ['a time in words', { expiresIn: '5m' }, '"expiresIn" must be a whole number of seconds from 1 to 86400'],
  ] as const) {
    it(`refuses ${what}`, () =>
      assert.rejects(signRoomToken({ key: pair.key, ...OPTIONS, ...(options as object) }), {
        name: 'RoomTokenError',
        code: 'invalid_claims',
        message: `unable to sign a room token; ${reason}`,
      }));
  }

  it('refuses more rooms than a header holds', () => {
    const rooms = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [`${i} ${'x'.repeat(40)}`, ['read'] as const]),
    );
    return assert.rejects(signRoomToken({ key: pair.key, ...OPTIONS, rooms }), {
      code: 'invalid_claims',
      message: /^unable to sign a room token; it would have \d+ bytes, the limit is 4096; name fewer rooms$/,
    });
  });

  const WHOLE = 'it must be a private key of Ed25519, or a secret of at least 32 bytes';
  for (const [what, key, reason] of [
    ['no key', () => undefined, '"kid" is missing in it'],
    ['a key without a name', () => ({ ...pair.key, kid: undefined }), '"kid" is missing in it'],
    ['a public key', () => pair.keySet.keys[0], WHOLE],
    [
      'a key of another algorithm',
      () => ({ ...pair.key, alg: 'ES256' }),
      'its "alg" must be EdDSA, or be left out',
    ],
    ['a key of another curve', () => ({ ...pair.key, crv: 'X25519' }), WHOLE],
    ['a damaged key', () => ({ ...pair.key, d: 'AAAA' }), WHOLE],
    ['a short secret', () => ({ ...shared.key, k: 'A'.repeat(42) }), WHOLE],
    ['a secret in words', () => ({ ...shared.key, k: `my secret ${'x'.repeat(50)}` }), WHOLE],
  ] as const) {
    it(`refuses ${what}, and quotes none of it`, () =>
      assert.rejects(signRoomToken({ ...OPTIONS, key: key() as RoomKey }), {
        name: 'RoomTokenError',
        code: 'invalid_key',
        message: `unable to sign a room token; the key is of no use: ${reason}`,
      }));
  }
});

describe('createRoomKey', () => {
  it('keeps what is secret out of what the backend gets, but for a shared secret', () => {
    const { d: _, ...open } = pair.key as RoomKey & { d: string };
    assert.deepEqual(pair.keySet, { keys: [open] });
    assert.deepEqual(shared.keySet, { keys: [shared.key] });
  });

  it('makes a new key with a name of its own each time', async () => {
    const { key } = await createRoomKey();
    assert.notEqual(key.kid, pair.key.kid);
    assert.notEqual((key as { x: string }).x, (pair.key as { x: string }).x);
  });
});

describe('npm run keys', () => {
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ['--import', 'tsx', 'src/deploy/keys.ts', ...args], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: 'pipe',
    });

  for (const algorithm of [[], ['EdDSA'], ['HS256']]) {
    it(`prints a key for each end${algorithm.map((name) => `, for ${name}`)}`, async () => {
      const printed = run(...algorithm);
      const key = JSON.parse(/^\{.*\}$/m.exec(printed)?.[0] ?? '') as RoomKey;
      const keySet = JSON.parse(/^CHAT_TOKEN_KEYS='(.*)'$/m.exec(printed)?.[1] ?? '') as RoomKeySet;
      assert.equal((await identify(keySet, await signRoomToken({ key, ...OPTIONS }))).user_id, 'minji');
    });
  }

  it('knows no other algorithm', () => {
    assert.throws(() => run('RS256'), /unable to make a key; use EdDSA or HS256, or nothing, which is EdDSA/);
  });
});
