import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { LIMITS, WireError } from '../../../src/contract/index.js';
import type { Caller } from '../../../src/lambda/caller.js';
import { OPEN_GATE, tokenGate } from '../../../src/lambda/gate.js';
import type { TokenKeys } from '../../../src/lambda/keys.js';
import { forge, goodClaims, ISSUER, NOW, Signer } from './tokens.js';

const SAYS_TOO_LITTLE = 'does not say who its user is, which rooms they may enter, and until when';

let site: Signer;
let other: Signer;
let shared: Signer;

before(async () => {
  [site, other, shared] = [
    await Signer.with('EdDSA'),
    await Signer.with('EdDSA'),
    await Signer.with('HS256'),
  ];
});

function show(token: string | undefined, keys: TokenKeys = site.keys, at = NOW * 1_000): Promise<Caller> {
  return tokenGate({ keys, issuer: ISSUER, audience: 'chat-room' }, () => at).identify(token);
}

/** Refused in fixed words, and with nothing in the error that came with the token. */
async function isRefused(
  token: string | undefined,
  reason: string,
  keys?: TokenKeys,
  at?: number,
): Promise<void> {
  await assert.rejects(show(token, keys, at), (error: unknown) => {
    assert.ok(error instanceof WireError);
    assert.equal(error.code, 'unauthorized');
    assert.equal(error.message, `unable to answer; the token ${reason}`);
    assert.equal(error.cause, undefined);
    return true;
  });
}

describe('the open gate', () => {
  it('knows nobody, whatever they show', async () => {
    for (const token of [undefined, 'anything', await site.sign()]) {
      assert.equal((await OPEN_GATE.identify(token)).user_id, undefined);
    }
  });
});

describe('the token gate', () => {
  it('knows the user of a good token', async () => {
    for (const signer of [site, shared]) {
      const caller = await show(await signer.sign(), signer.keys);
      assert.equal(caller.user_id, 'minji');
      assert.equal(caller.expires_at, NOW + 300);
      assert.equal(caller.role('lobby'), 'user');
      caller.demand('write', 'lobby', { user_id: 'minji', name: '민지' });
    }
  });

  it('takes every one of its keys, and by then none that was taken away', async () => {
    const both = new Map([...site.keys, ...other.keys, ...shared.keys]);
    for (const signer of [site, other, shared]) await show(await signer.sign(), both);
    await isRefused(await other.sign(), 'is signed with no key that this chat knows');
  });

  it('takes a token for several audiences, if it is one of them', async () => {
    await show(await site.sign({ aud: ['shop', 'chat-room'] }));
  });

  describe('refuses a token', () => {
    for (const [what, token] of [
      ['that is missing', undefined],
      ['that is empty', ''],
    ] as const) {
      it(what, () => isRefused(token, 'is missing'));
    }

    for (const [what, claims, reason] of [
      ['that expired a second ago', { exp: NOW - 1 }, 'has expired'],
      ['that expires now', { exp: NOW }, 'has expired'],
      ['that ends in words', { exp: 'never' }, 'is not valid'],
      ['that never ends', { exp: undefined }, SAYS_TOO_LITTLE],
      ['that is good for more than a day', { exp: NOW + LIMITS.tokenSeconds + 1 }, 'is good for too long'],
      ['that is good from the next second on', { nbf: NOW + 1 }, 'is not valid yet'],
      ['that begins in words', { nbf: 'now' }, 'is not valid'],
      ['of another issuer', { iss: `${ISSUER}.evil.example` }, 'is of another issuer'],
      ['of several issuers', { iss: [ISSUER] }, 'is of another issuer'],
      ['of no issuer', { iss: undefined }, 'is not valid'],
      ['for another audience', { aud: 'shop' }, 'is for another audience'],
      ['for no audience', { aud: undefined }, 'is not valid'],
      ['of nobody', { sub: undefined }, SAYS_TOO_LITTLE],
      ['of a user whose id is none', { sub: 'a\u0000b' }, SAYS_TOO_LITTLE],
      ['of a user without a name', { name: undefined }, SAYS_TOO_LITTLE],
      ['of a user with a number for a name', { name: 7 }, SAYS_TOO_LITTLE],
      ['for no rooms', { rooms: undefined }, SAYS_TOO_LITTLE],
      ['for every room', { rooms: { '*': ['read'] } }, SAYS_TOO_LITTLE],
      ['for a right that there is not', { rooms: { lobby: ['own'] } }, SAYS_TOO_LITTLE],
      ['for a list of rooms', { rooms: ['lobby'] }, SAYS_TOO_LITTLE],
    ] as const) {
      it(what, async () => isRefused(await site.sign(claims), reason));
    }

    it('to the second, when it expires', async () => {
      const token = await site.sign();
      await show(token, site.keys, (NOW + 300) * 1_000 - 1);
      await isRefused(token, 'has expired', site.keys, (NOW + 300) * 1_000);
    });

    it('of more than 4 KB, before it is read', async () => {
      const rooms = Object.fromEntries(
        Array.from({ length: 50 }, (_, i) => [`room ${i} ${'x'.repeat(60)}`, ['read']]),
      );
      await isRefused(await site.sign({ rooms }), 'is too long');
      await isRefused('가'.repeat(LIMITS.tokenBytes / 2), 'is too long');
    });

    it('that is signed with another key of the same name', async () => {
      const kid = site.key.kid;
      await isRefused(await other.sign({}, { kid }), 'is not valid');
    });

    it('that names no key, or one that nobody knows', async () => {
      for (const kid of [undefined, '', 'unknown', 7 as never, '__proto__', 'constructor']) {
        await isRefused(
          await site.sign({}, { kid: kid as string }),
          'is signed with no key that this chat knows',
        );
      }
    });

    it('that brings its own key along', async () => {
      const { d: _, ...jwk } = other.key as { d: string } & Record<string, string>;
      const header = {
        kid: other.key.kid,
        jwk,
        jku: 'https://evil.example/keys',
        x5u: 'https://evil.example/x5u',
      };
      await isRefused(await other.sign({}, header), 'is signed with no key that this chat knows');
      await isRefused(await other.sign({}, { ...header, kid: site.key.kid }), 'is not valid');
    });

    it('without a signature', async () => {
      for (const alg of ['none', 'None', 'NONE', '', undefined]) {
        const token = forge({ alg, kid: site.key.kid }, goodClaims());
        await assert.rejects(show(token), { code: 'unauthorized' });
        await assert.rejects(show(`${token}AAAA`), { code: 'unauthorized' });
      }
      const [header = '', payload = ''] = (await site.sign()).split('.');
      await isRefused(`${header}.${payload}.`, 'is not valid');
    });

    it('that uses the public key as a secret', async () => {
      const [jwk = {}] = site.keySet.keys;
      const { key } = site.keys.get(site.key.kid) ?? assert.fail();
      const secrets = [
        Buffer.from(String(jwk['x']), 'base64url'),
        Buffer.from(String(jwk['x'])),
        Buffer.from(JSON.stringify(jwk)),
        Buffer.from(key.export({ type: 'spki', format: 'pem' })),
        key.export({ type: 'spki', format: 'der' }),
      ];
      for (const secret of secrets) {
        const token = forge({ alg: 'HS256', kid: site.key.kid }, goodClaims(), secret);
        await isRefused(token, 'is signed with no key that this chat knows');
        await isRefused(forge({ alg: 'EdDSA', kid: site.key.kid }, goodClaims(), secret), 'is not valid');
      }
    });

    it("that says another algorithm than its key's", async () => {
      const { k } = shared.key as { k: string };
      const secret = Buffer.from(k, 'base64url');
      for (const alg of ['HS384', 'HS512', 'EdDSA', 'Ed25519', 'ES256', 'RS256', 'hs256']) {
        const token = forge({ alg, kid: shared.key.kid }, goodClaims(), secret);
        await isRefused(token, 'is signed with no key that this chat knows', shared.keys);
      }
      await show(forge({ alg: 'HS256', kid: shared.key.kid }, goodClaims(), secret), shared.keys);
    });

    it('with something in it that has to be understood and is not', async () => {
      const header = { alg: 'HS256', kid: shared.key.kid };
      const secret = Buffer.from((shared.key as { k: string }).k, 'base64url');
      for (const more of [
        { crit: ['exp'], exp: NOW },
        { crit: ['x-new'], 'x-new': true },
        { crit: [] },
        { crit: ['b64'], b64: false },
      ]) {
        const token = forge({ ...header, ...more }, goodClaims(), secret);
        await isRefused(token, 'is not valid', shared.keys);
      }
    });

    it('that was changed in any of its characters', async () => {
      const token = await site.sign();
      // Of the last character some bits say nothing.
      for (let i = 0; i < token.length - 1; i++) {
        const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
        await assert.rejects(show(changed), { code: 'unauthorized' }, `character ${i}`);
      }
    });

    it('that is garbage', async () => {
      const base = (await site.sign()).split('.');
      const garbage = [
        'x',
        '..',
        '...',
        'a.b.c',
        'null.null.null',
        '💬.💬.💬',
        `${base[0]}.${base[1]}`,
        `${base.join('.')}.more`,
        `${base[0]}.e30.${base[2]}`,
        `e30.${base[1]}.${base[2]}`,
        `bnVsbA.${base[1]}.${base[2]}`,
        ` ${base.join('.')}`,
        ...Array.from({ length: 200 }, () => randomBytes(300).toString('latin1')),
        ...Array.from(
          { length: 200 },
          () => `${base[0]}.${randomBytes(90).toString('base64url')}.${base[2]}`,
        ),
      ];
      for (const token of garbage) await assert.rejects(show(token), { code: 'unauthorized' }, token);
    });
  });
});
