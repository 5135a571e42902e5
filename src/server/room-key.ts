import { base64url, type CryptoKey, exportJWK, generateKeyPair, generateSecret, importJWK } from 'jose';
import { RoomTokenError } from './error.js';

/** What signs room tokens, as a JWK (RFC 7517): an Ed25519 key pair, or a secret of at least 32 bytes. Keep it on the server. */
export type RoomKey =
  | {
      readonly kty: 'OKP';
      readonly crv: 'Ed25519';
      readonly alg?: 'EdDSA';
      readonly kid: string;
      readonly x: string;
      readonly d: string;
    }
  | { readonly kty: 'oct'; readonly alg?: 'HS256'; readonly kid: string; readonly k: string };

/** What the backend verifies room tokens with: its setting `CHAT_TOKEN_KEYS`, as JSON. */
export interface RoomKeySet {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

export type RoomKeyAlgorithm = 'EdDSA' | 'HS256';

/**
 * Makes a new key, with a `kid` of its own: `key` for the site's server, and for the backend `keySet`, which holds no secret
 * unless the algorithm is HS256, where both ends share one.
 */
export async function createRoomKey(
  alg: RoomKeyAlgorithm = 'EdDSA',
): Promise<{ readonly key: RoomKey; readonly keySet: RoomKeySet }> {
  const kid = crypto.randomUUID();
  if (alg === 'HS256') {
    const key = { alg, kid, ...(await exportJWK(await generateSecret(alg, { extractable: true }))) };
    return { key: key as RoomKey, keySet: { keys: [key] } };
  }
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const { d, ...open } = { alg, kid, ...(await exportJWK(privateKey)) };
  return { key: { ...open, d } as RoomKey, keySet: { keys: [open] } };
}

/** As RFC 7518 wants it for HS256. */
const SECRET_BYTES = 32;

/** Throws a `RoomTokenError`. */
export async function importRoomKey(jwk: RoomKey): Promise<{
  readonly alg: RoomKeyAlgorithm;
  readonly kid: string;
  readonly signer: CryptoKey | Uint8Array;
}> {
  if (typeof jwk?.kid !== 'string' || jwk.kid === '') refuse('"kid" is missing in it');
  const { kty, kid } = jwk;
  const alg = kty === 'oct' ? 'HS256' : 'EdDSA';
  if (jwk.alg !== undefined && jwk.alg !== alg) refuse(`its "alg" must be ${alg}, or be left out`);
  const isWhole = kty === 'oct' ? isSecret(jwk.k) : jwk.crv === 'Ed25519' && typeof jwk.d === 'string';
  const signer = isWhole ? await importJWK({ ...jwk }, alg).catch(() => undefined) : undefined;
  return signer
    ? { alg, kid, signer }
    : refuse(`it must be a private key of Ed25519, or a secret of at least ${SECRET_BYTES} bytes`);
}

function isSecret(k: unknown): boolean {
  return typeof k === 'string' && /^[\w-]+$/.test(k) && base64url.decode(k).length >= SECRET_BYTES;
}

function refuse(reason: string): never {
  throw new RoomTokenError('invalid_key', `the key is of no use: ${reason}`);
}
