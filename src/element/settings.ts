import { type GetToken, isIdentifier, LIMITS, unverifiedClaims } from '../client/index.js';

/** What the element is told, as it stands there. */
export interface Told {
  readonly api: string;
  readonly socket: string;
  readonly room: string;
  readonly userId: string;
  readonly name: string;
  readonly token: string;
  readonly getToken: GetToken | undefined;
}

/** What makes a room another one. A token does not: the next one of the same user is asked for in the same room. */
export interface Settings {
  readonly api: string;
  readonly socket: string;
  readonly room: string;
  readonly userId: string;
  /** The user's id as the attribute `token` says it. */
  readonly sub: string | undefined;
  readonly name: string;
  /** Who says who the user is: they themselves, or a token that is an attribute or that the page hands out. */
  readonly by: 'nobody' | 'token' | 'getToken';
}

/** The user's id is the attribute's, else the token's. Their name is the token's in any case: the client sees to that. */
export function settingsOf({ api, socket, room, userId, name, token, getToken }: Told): Settings {
  const by = token ? 'token' : getToken ? 'getToken' : 'nobody';
  const sub = unverifiedClaims(token)?.sub;
  return { api, socket, room, userId: userId || (sub ?? ''), sub, name, by };
}

/** Why no room can be shown: an attribute is missing or not valid, or the client refused them all for a reason it gives. */
export interface Flaw {
  readonly kind: 'missing' | 'invalid' | 'foreign' | 'refused';
  /** The attribute's name, or the client's reason. */
  readonly detail: string;
}

/** What is wrong with a user who has no id, by who says who they are. Nobody does of a guest. */
const NAMELESS: Readonly<Record<Settings['by'], Flaw | undefined>> = {
  nobody: undefined,
  token: { kind: 'invalid', detail: 'token' },
  getToken: { kind: 'missing', detail: 'user-id' },
};

/** The first attribute that keeps the room from being shown. */
export function findFlaw({ api, socket, room, userId, sub, name, by }: Settings): Flaw | undefined {
  return (
    need('api', api, isAddress(api, /^https?:$/)) ??
    need('socket', socket, isAddress(socket, /^wss?:$/)) ??
    need('room', room, isIdentifier(room, LIMITS.id)) ??
    (userId === '' ? NAMELESS[by] : allow('user-id', isIdentifier(userId, LIMITS.id))) ??
    (sub === undefined || sub === userId ? undefined : { kind: 'foreign', detail: 'user-id' }) ??
    allow('name', name === '' || isIdentifier(name, LIMITS.name))
  );
}

function need(attribute: string, value: string, valid: boolean): Flaw | undefined {
  return value === '' ? { kind: 'missing', detail: attribute } : allow(attribute, valid);
}

function allow(attribute: string, valid: boolean): Flaw | undefined {
  return valid ? undefined : { kind: 'invalid', detail: attribute };
}

function isAddress(value: string, protocol: RegExp): boolean {
  try {
    return protocol.test(new URL(value).protocol);
  } catch {
    return false;
  }
}
