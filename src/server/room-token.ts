import { SignJWT } from 'jose';
import { AUDIENCE, LIMITS, parseClaims, type RoomRights, type TokenClaims } from '../contract/index.js';
import { RoomTokenError } from './error.js';
import { importRoomKey, type RoomKey } from './room-key.js';

export interface RoomTokenOptions {
  /** One of the keys whose public part the backend has. */
  readonly key: RoomKey;
  /** The `iss` that the backend expects: its setting `CHAT_TOKEN_ISSUER`. */
  readonly issuer: string;
  /** The `aud` that it expects, where `CHAT_TOKEN_AUDIENCE` is set. */
  readonly audience?: string;
  /** The visitor, as the site knows them: never as the page says. */
  readonly user: { readonly id: string; readonly name: string };
  /**
   * What they may do where: `{ lobby: ['read', 'write'], 'team-*': ['read'] }`. A name that ends in `*` means every room that begins
   * so: where users name rooms, let none end in it.
   */
  readonly rooms: RoomRights;
  /** For how long the token is good, in seconds: 300 unless set, 24 hours at most. */
  readonly expiresIn?: number;
}

/** Minutes: a token that got into wrong hands is soon worth nothing, and the client asks for the next one by itself. */
const LIFE_SECONDS = 5 * 60;

/**
 * Signs a room token for a visitor of this site. Rejects with a `RoomTokenError`: `invalid_key`, or `invalid_claims` for what the
 * backend would refuse.
 */
export async function signRoomToken({
  key,
  issuer,
  audience = AUDIENCE,
  user,
  rooms,
  expiresIn = LIFE_SECONDS,
}: RoomTokenOptions): Promise<string> {
  const { alg, kid, signer } = await importRoomKey(key);
  for (const [name, value] of Object.entries({ issuer, audience })) {
    if (typeof value !== 'string' || value === '') refuse(`"${name}" must be a text`);
  }
  if (!(Number.isInteger(expiresIn) && expiresIn > 0 && expiresIn <= LIMITS.tokenSeconds)) {
    refuse(`"expiresIn" must be a whole number of seconds from 1 to ${LIMITS.tokenSeconds}`);
  }
  const iat = Math.floor(Date.now() / 1_000);
  const claims = checked({ sub: user?.id, name: user?.name, rooms, exp: iat + expiresIn });
  const token = await new SignJWT({ ...claims, iat, iss: issuer, aud: audience })
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .sign(signer);
  if (token.length > LIMITS.tokenBytes) {
    refuse(`it would have ${token.length} bytes, the limit is ${LIMITS.tokenBytes}; name fewer rooms`);
  }
  return token;
}

function checked(claims: unknown): TokenClaims {
  try {
    return parseClaims(claims);
  } catch (error) {
    const { message } = error as Error;
    return refuse(message.slice(message.indexOf('; ') + 2));
  }
}

function refuse(reason: string): never {
  throw new RoomTokenError('invalid_claims', reason);
}
