import { createHmac } from 'node:crypto';
import { importJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { readKeys, type TokenKeys } from '../../../src/lambda/keys.js';
import {
  createRoomKey,
  type RoomKey,
  type RoomKeyAlgorithm,
  type RoomKeySet,
} from '../../../src/server/index.js';

export const ISSUER = 'https://site.example';

/** When the tests' tokens are shown, in seconds. */
export const NOW = 1_800_000_000;

/** A site that signs tokens as it should, and in every way that it should not. */
export class Signer {
  readonly key: RoomKey;
  readonly keySet: RoomKeySet;

  private constructor(key: RoomKey, keySet: RoomKeySet) {
    this.key = key;
    this.keySet = keySet;
  }

  static async with(alg: RoomKeyAlgorithm): Promise<Signer> {
    const { key, keySet } = await createRoomKey(alg);
    return new Signer(key, keySet);
  }

  get keys(): TokenKeys {
    return readKeys('CHAT_TOKEN_KEYS', JSON.stringify(this.keySet));
  }

  async sign(claims: object = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    const alg = this.key.kty === 'oct' ? 'HS256' : 'EdDSA';
    return new SignJWT({ ...goodClaims(), ...claims })
      .setProtectedHeader({ alg, kid: this.key.kid, ...header })
      .sign(await importJWK({ ...this.key }, alg));
  }
}

/** What a good token says, in the test's own time. */
export function goodClaims(): JWTPayload {
  return {
    iss: ISSUER,
    aud: 'chat-room',
    sub: 'minji',
    name: '민지',
    rooms: { lobby: ['read', 'write'] },
    iat: NOW,
    exp: NOW + 300,
  };
}

/** A token in which anything may stand, signed by HS256 with any bytes, or by nothing. */
export function forge(header: object, claims: object, secret?: Buffer): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${secret ? createHmac('sha256', secret).update(text).digest('base64url') : ''}`;
}
