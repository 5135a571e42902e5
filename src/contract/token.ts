import { identifier, record, refuse } from './field.js';
import { parseJson } from './json.js';
import { LIMITS } from './limits.js';

/**
 * What a room token may allow in a room. None includes another: a moderator who also reads and writes has all three.
 * - `read`: its history, and its news on a socket;
 * - `write`: new messages, and changes to one's own;
 * - `moderate`: changes to others' messages, to users and to the room.
 */
export const RIGHTS = ['read', 'write', 'moderate'] as const;

export type Right = (typeof RIGHTS)[number];

/** Rights by room: by its id, or by what its id begins with, as in `team-*`. */
export type RoomRights = Readonly<Record<string, readonly Right[]>>;

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
    const { sub, name, rooms, exp, iat } = parseJson(new TextDecoder().decode(bytes)) as TokenClaims & {
      readonly iat: unknown;
    };
    const isWhole =
      typeof sub === 'string' &&
      typeof name === 'string' &&
      typeof exp === 'number' &&
      Object.values(rooms).every(Array.isArray);
    return isWhole ? { sub, name, rooms, exp, iat } : undefined;
  } catch {
    return undefined;
  }
}

/** What a token allows in a room, by all entries that the room matches. */
export function rightsIn(rooms: RoomRights, room_id: string): readonly Right[] {
  const names = Object.keys(rooms).filter((name) => name === room_id || isUnder(name, room_id));
  return RIGHTS.filter((right) => names.some((name) => rooms[name]?.includes(right)));
}

/** A star alone would be every room there is, which no token gets. */
function isUnder(pattern: string, room_id: string): boolean {
  return pattern.length > 1 && pattern.endsWith('*') && room_id.startsWith(pattern.slice(0, -1));
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
