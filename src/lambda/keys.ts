import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { parseJson } from '../contract/index.js';
import { SettingError } from './setting.js';

/** A key that tokens are verified with, by the one algorithm it is for. */
export interface TokenKey {
  readonly alg: Algorithm;
  readonly key: KeyObject;
}

/** The keys that a token may name, by `kid`. One that follows another stands beside it for a while. */
export type TokenKeys = ReadonlyMap<string, TokenKey>;

type Algorithm = keyof typeof KEYS;
type Jwk = Readonly<Record<string, unknown>>;
type Refuse = (reason: string) => never;

const KEYS = { EdDSA: publicKey, HS256: secretKey } as const;

/** As RFC 7518 wants it for HS256. */
const SECRET_BYTES = 32;

/** Reads a JWK Set (RFC 7517) in which every key has a `kid` and an `alg`. Throws a `SettingError`. */
export function readKeys(setting: string, text: string): TokenKeys {
  const { keys: jwks } = (parseJson(text) ?? {}) as { keys?: unknown };
  if (!Array.isArray(jwks) || jwks.length === 0) {
    throw new SettingError(
      setting,
      'must be a JWK Set with a key, {"keys":[…]}, as "npm run keys" prints it',
    );
  }
  const keys = new Map<string, TokenKey>();
  for (const [index, jwk] of jwks.entries()) {
    const refuse: Refuse = (reason) => {
      throw new SettingError(setting, `has a key that is of no use; number ${index + 1} ${reason}`);
    };
    const { kid, alg } = (jwk ?? {}) as Jwk;
    if (typeof kid !== 'string' || kid === '') refuse('has no "kid"');
    if (keys.has(kid)) refuse('has the "kid" of another');
    if (!isAlgorithm(alg)) refuse('needs an "alg", EdDSA or HS256');
    keys.set(kid, { alg, key: KEYS[alg](jwk as Jwk, refuse) });
  }
  return keys;
}

function publicKey({ kty, crv, x, d }: Jwk, refuse: Refuse): KeyObject {
  if (d !== undefined) refuse('is a private key; the backend takes its public part, without "d"');
  try {
    if (kty === 'OKP' && crv === 'Ed25519' && isBase64url(x)) {
      return createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
    }
  } catch {
    // Node's own words may quote the key.
  }
  return refuse('must be a public key of Ed25519, with "kty" OKP, "crv" Ed25519 and "x"');
}

function secretKey({ kty, k }: Jwk, refuse: Refuse): KeyObject {
  const secret = Buffer.from(kty === 'oct' && isBase64url(k) ? k : '', 'base64url');
  if (secret.length < SECRET_BYTES) {
    refuse(`must be a secret, with "kty" oct and "k", at least ${SECRET_BYTES} bytes in base64url`);
  }
  return createSecretKey(secret);
}

function isAlgorithm(value: unknown): value is Algorithm {
  return typeof value === 'string' && Object.hasOwn(KEYS, value);
}

function isBase64url(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]+$/.test(value);
}
