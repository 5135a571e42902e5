import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { LIMITS_OF_USE } from '../../../src/lambda/limits.js';
import { readPolicy, type Settings } from '../../../src/lambda/policy.js';
import { signRoomToken } from '../../../src/server/index.js';
import { ISSUER, Signer } from './tokens.js';

let site: Signer;
let tokens: Settings;

before(async () => {
  site = await Signer.with('EdDSA');
  tokens = {
    CHAT_AUTH: 'tokens',
    CHAT_TOKEN_KEYS: JSON.stringify(site.keySet),
    CHAT_TOKEN_ISSUER: ISSUER,
    CHAT_ORIGINS: 'https://site.example',
  };
});

function refuses(settings: Settings, message: string | RegExp): void {
  assert.throws(
    () => readPolicy(settings),
    (error: unknown) => {
      assert.ok(error instanceof Error);
      assert.equal(error.name, 'SettingError');
      if (typeof message === 'string') assert.equal(error.message, `unable to start; ${message}`);
      else assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    },
  );
}

describe('what is open', () => {
  it('is only what says so', async () => {
    const { gate, origins, limits, retention } = readPolicy({
      CHAT_AUTH: 'open',
      CHAT_TOKEN_KEYS: '',
      CHAT_ORIGINS: '',
    });
    assert.equal((await gate.identify(undefined)).user_id, undefined);
    assert.equal(origins.list, undefined);
    assert.deepEqual(limits, LIMITS_OF_USE);
    assert.equal(retention, undefined);
  });

  for (const settings of [{}, { CHAT_AUTH: '' }, { CHAT_ORIGINS: '*' }, { CHAT_TOKEN_ISSUER: ISSUER }]) {
    it(`is not what says ${JSON.stringify(settings)}`, () =>
      refuses(settings, /^unable to start; CHAT_AUTH is missing; say "tokens" .*"open"/));
  }

  for (const CHAT_AUTH of ['Open', 'open ', 'OPEN', 'true', 'none', 'off', 'token']) {
    it(`is not "${CHAT_AUTH}"`, () =>
      refuses({ CHAT_AUTH }, /^unable to start; CHAT_AUTH is neither "tokens" nor "open"; /));
  }

  it('has no keys: who set some did not mean it', () =>
    refuses(
      { ...tokens, CHAT_AUTH: 'open' },
      'CHAT_TOKEN_KEYS is of no use while CHAT_AUTH is "open"; take one of them away',
    ));

  it('may be for some origins only', () => {
    const { origins } = readPolicy({ CHAT_AUTH: 'open', CHAT_ORIGINS: 'https://site.example' });
    assert.deepEqual(origins.list, ['https://site.example']);
  });
});

describe('tokens', () => {
  it("let in whom the site's server signed one for", async () => {
    const { gate, origins } = readPolicy(tokens);
    const user = { id: 'minji', name: '민지' };
    const token = await signRoomToken({ key: site.key, issuer: ISSUER, user, rooms: {} });
    assert.equal((await gate.identify(token)).user_id, 'minji');
    assert.deepEqual(origins.list, ['https://site.example']);
    const audience = 'shop';
    const other = await signRoomToken({ key: site.key, issuer: ISSUER, audience, user, rooms: {} });
    await assert.rejects(gate.identify(other), { code: 'unauthorized' });
    const shop = readPolicy({ ...tokens, CHAT_TOKEN_AUDIENCE: audience });
    assert.equal((await shop.gate.identify(other)).user_id, 'minji');
  });

  for (const name of ['CHAT_TOKEN_KEYS', 'CHAT_TOKEN_ISSUER', 'CHAT_ORIGINS']) {
    it(`need ${name}`, () => {
      for (const nothing of ['', ' ', undefined]) {
        refuses({ ...tokens, [name]: nothing }, `${name} is missing; CHAT_AUTH is "tokens"`);
      }
    });
  }

  it('may be for pages of all origins, if that is said', () => {
    assert.equal(readPolicy({ ...tokens, CHAT_ORIGINS: '*' }).origins.list, undefined);
  });
});

describe('CHAT_TOKEN_KEYS', () => {
  const NO_SET = 'CHAT_TOKEN_KEYS must be a JWK Set with a key, {"keys":[…]}, as "npm run keys" prints it';
  const PUBLIC = 'must be a public key of Ed25519, with "kty" OKP, "crv" Ed25519 and "x"';
  const SECRET = 'must be a secret, with "kty" oct and "k", at least 32 bytes in base64url';

  for (const text of ['no JSON', 'null', '7', '[]', '{}', '{"keys":null}', '{"keys":{}}', '{"keys":[]}']) {
    it(`refuses ${text}`, () => refuses({ ...tokens, CHAT_TOKEN_KEYS: text }, NO_SET));
  }

  const good = () => ({ ...site.keySet.keys[0] });
  const secret = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64url');

  for (const [what, key, reason] of [
    ['null', () => null, 'has no "kid"'],
    ['a key without a name', () => ({ ...good(), kid: undefined }), 'has no "kid"'],
    ['a key with an empty name', () => ({ ...good(), kid: '' }), 'has no "kid"'],
    ['two keys of one name', () => good(), 'has the "kid" of another'],
    [
      'a key that says no algorithm',
      () => ({ ...good(), kid: 'b', alg: undefined }),
      'needs an "alg", EdDSA or HS256',
    ],
    ['another algorithm', () => ({ ...good(), kid: 'b', alg: 'ES256' }), 'needs an "alg", EdDSA or HS256'],
    ['no algorithm at all', () => ({ ...good(), kid: 'b', alg: 'none' }), 'needs an "alg", EdDSA or HS256'],
    [
      'a name of every object',
      () => ({ ...good(), kid: 'b', alg: 'toString' }),
      'needs an "alg", EdDSA or HS256',
    ],
    [
      'a private key',
      () => ({ ...site.key, kid: 'b' }),
      'is a private key; the backend takes its public part, without "d"',
    ],
    ['a public key for HS256', () => ({ ...good(), kid: 'b', alg: 'HS256' }), SECRET],
    ['a public key of another curve', () => ({ ...good(), kid: 'b', crv: 'X25519' }), PUBLIC],
    ['a public key cut short', () => ({ ...good(), kid: 'b', x: 'AAAA' }), PUBLIC],
    ['a public key that is none', () => ({ ...good(), kid: 'b', x: `${'A'.repeat(42)}!` }), PUBLIC],
    ['a secret for EdDSA', () => ({ kty: 'oct', kid: 'b', alg: 'EdDSA', k: secret(32) }), PUBLIC],
    ['a secret that is too short', () => ({ kty: 'oct', kid: 'b', alg: 'HS256', k: secret(31) }), SECRET],
    [
      'a secret in words',
      () => ({ kty: 'oct', kid: 'b', alg: 'HS256', k: 'a secret of many words, told to many' }),
      SECRET,
    ],
  ] as const) {
    it(`refuses ${what}, and repeats nothing of it`, () => {
      const keys = [good(), key()];
      refuses(
        { ...tokens, CHAT_TOKEN_KEYS: JSON.stringify({ keys }) },
        `CHAT_TOKEN_KEYS has a key that is of no use; number 2 ${reason}`,
      );
    });
  }
});

describe('CHAT_LIMITS', () => {
  const limits = (text: string) => readPolicy({ CHAT_AUTH: 'open', CHAT_LIMITS: text }).limits;

  it('sets some and leaves the others', () => {
    assert.deepEqual(limits('{"user":{"rate":0.5},"connections":{"room":7}}'), {
      ...LIMITS_OF_USE,
      user: { ...LIMITS_OF_USE.user, rate: 0.5 },
      connections: { ...LIMITS_OF_USE.connections, room: 7 },
    });
    assert.equal(LIMITS_OF_USE.user.rate, 10);
  });

  for (const [text, reason] of [
    ['no JSON', 'it is no object'],
    ['[]', 'it is no object'],
    ['null', 'it is no object'],
    ['{"users":{}}', '"users" is none of its parts'],
    ['{"__proto__":{"rate":1}}', '"__proto__" is none of its parts'],
    ['{"user":5}', '"user" is none of its parts'],
    ['{"user":{"speed":5}}', '"user.speed" is none of its parts'],
    ['{"user":{"rate":0}}', '"user.rate" must be a number above 0'],
    ['{"user":{"rate":-1}}', '"user.rate" must be a number above 0'],
    ['{"user":{"rate":"5"}}', '"user.rate" must be a number above 0'],
    ['{"user":{"rate":1e999}}', '"user.rate" must be a number above 0'],
  ] as const) {
    it(`refuses ${text}`, () => {
      assert.throws(() => limits(text), {
        name: 'SettingError',
        message: `unable to start; CHAT_LIMITS must be JSON like ${JSON.stringify(LIMITS_OF_USE)}, or a part of it; ${reason}`,
      });
    });
  }
});

describe('CHAT_RETENTION_DAYS', () => {
  const retention = (text: string) => readPolicy({ CHAT_AUTH: 'open', CHAT_RETENTION_DAYS: text }).retention;

  it('is for ever when it is empty, and days otherwise', () => {
    assert.equal(retention(''), undefined);
    assert.equal(retention('30'), 30 * 24 * 3_600_000);
  });

  for (const text of ['0', '-1', '1.5', '30 days', '1e3', '100000', ' ']) {
    it(`refuses "${text}"`, () => {
      assert.throws(() => retention(text), {
        message:
          'unable to start; CHAT_RETENTION_DAYS must be a whole number of days from 1 to 99999, or empty for ever',
      });
    });
  }
});
