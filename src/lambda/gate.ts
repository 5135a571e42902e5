import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LIMITS, parseClaims, type TokenClaims, WireError } from '../contract/index.js';
import { Caller } from './caller.js';
import type { TokenKeys } from './keys.js';

/** Finds out who asks. */
export interface Gate {
  /** Throws `unauthorized` for a token that is missing or not good now. */
  identify(token: string | undefined): Promise<Caller>;
}

/** What a token has to be signed with, and to say of where it comes from and whom it is for. */
export interface TokenRules {
  readonly keys: TokenKeys;
  readonly issuer: string;
  readonly audience: string;
}

/** Anybody may come, and nobody is known. */
export const OPEN_GATE: Gate = { identify: async () => new Caller() };

/** Whoever shows a room token may come. `now` is in milliseconds. */
export function tokenGate({ keys, issuer, audience }: TokenRules, now: () => number = Date.now): Gate {
  /** The key says the algorithm; a token that says another one is not its own. */
  const keyOf: JWTVerifyGetKey = ({ kid, alg }) => {
    const found = keys.get(kid ?? '');
    return found && found.alg === alg ? found.key : refuse('is signed with no key that this chat knows');
  };
  return {
    identify: async (token) => {
      if (!token) return refuse('is missing');
      if (Buffer.byteLength(token) > LIMITS.tokenBytes) return refuse('is too long');
      const at = now();
      const rules = { issuer, audience, clockTolerance: 0, currentDate: new Date(at) };
      const { payload } = await jwtVerify(token, keyOf, rules).catch(refuseFor);
      const claims = claimsOf(payload);
      return claims.exp > at / 1_000 + LIMITS.tokenSeconds
        ? refuse('is good for too long')
        : new Caller(claims);
    },
  };
}

/** Why a token that one of our keys did sign is not good, by the claim that is not as it should be. */
const REASONS: Readonly<Record<string, string>> = {
  exp: 'has expired',
  nbf: 'is not valid yet',
  iss: 'is of another issuer',
  aud: 'is for another audience',
};

/** In words of ours: those of the library may quote what the token says. */
function refuseFor(error: unknown): never {
  if (!(error instanceof errors.JOSEError)) throw error;
  const { claim = '', reason } = error as Partial<errors.JWTExpired>;
  return refuse((reason === 'check_failed' && REASONS[claim]) || 'is not valid');
}

function claimsOf(payload: JWTPayload): TokenClaims {
  try {
    return parseClaims(payload);
  } catch {
    return refuse('does not say who its user is, which rooms they may enter, and until when');
  }
}

function refuse(reason: string): never {
  throw new WireError('unauthorized', `unable to answer; the token ${reason}`);
}
