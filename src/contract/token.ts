import { identifier, record, refuse } from './field.js';
import { parseJson } from './json.js';
import { LIMITS } from './limits.js';
import { RIGHTS, type Right, type RoomRights } from './right.js';

/** The claims of a room token (a JWT, RFC 7519), beside `iss` and `aud`. */
export interface TokenClaims {
  /** The user's id. */
  readonly sub: string;
  /** The name that others see. */
  readonly name: string;
  readonly rooms: RoomRights;
  /** Seconds since the epoch. */
  readonly exp: number;
}

/** The `aud` of a room token, unless the backend is set up with another. */
export const AUDIENCE = 'chat-room';

/** What a socket's client and server agree to speak. The token is offered beside it, since a browser sets no header there. */
export const PROTOCOL = 'chat.v1';

const OFFER = 'token.';

/** The subprotocols that a socket offers to carry this token. */
export function protocolsOf(token: string): readonly string[] {
  return [PROTOCOL, OFFER + token];
}

/** The token among the subprotocols that a socket offers, as the handshake's header lists them. */
export function offeredToken(header: string): string | undefined {
  return offers(header)
    .find((offer) => offer.startsWith(OFFER))
    ?.slice(OFFER.length);
}

export function offersProtocol(header: string): boolean {
  return offers(header).includes(PROTOCOL);
}

/** Throws `invalid_request`. */
export function parseClaims(value: unknown): TokenClaims {
  const what = 'use the token';
  const claims = record(what, value);
  const { exp } = claims;
  if (typeof exp !== 'number') refuse(what, '"exp" must be a number');
  return {
    sub: identifier(what, claims, 'sub', LIMITS.id),
    name: identifier(what, claims, 'name', LIMITS.name),
    rooms: parseRooms(what, claims['rooms']),
    exp,
  };
}

/** What a token says, without a check of whether it is true: that is the backend's. `undefined` where it says something else. */
export function unverifiedClaims(token: string): (TokenClaims & { readonly iat: unknown }) | undefined {
  try {
    const base64 = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
    const claims = parseJson(new TextDecoder().decode(bytes)) as TokenClaims & { readonly iat: unknown };
    const isWhole =
      typeof claims.sub === 'string' &&
      typeof claims.name === 'string' &&
      typeof claims.exp === 'number' &&
      Object.values(claims.rooms).every(Array.isArray);
    return isWhole ? claims : undefined;
  } catch {
    return undefined;
  }
}

function parseRooms(what: string, value: unknown): RoomRights {
  const rooms = Object.entries(record(what, value));
  if (rooms.length > LIMITS.tokenRooms) {
    refuse(what, `"rooms" must have at most ${LIMITS.tokenRooms} entries, got ${rooms.length}`);
  }
  for (const [room, rights] of rooms) {
    identifier(what, { room }, 'room', LIMITS.id);
    if (room === '*') refuse(what, '"rooms" must name rooms or what their names begin with, not "*"');
    if (!Array.isArray(rights) || !rights.every(isRight)) {
      refuse(what, `"rooms" must give each room a list of ${RIGHTS.join(', ')}`);
    }
  }
  return Object.fromEntries(rooms) as RoomRights;
}

function isRight(value: unknown): value is Right {
  return RIGHTS.some((right) => right === value);
}

function offers(header: string): string[] {
  return header.split(',').map((offer) => offer.trim());
}
