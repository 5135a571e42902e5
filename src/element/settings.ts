import { isIdentifier, LIMITS } from '../client/index.js';

/** What the attributes of the element say, as they stand there. */
export interface Settings {
  readonly api: string;
  readonly socket: string;
  readonly room: string;
  readonly userId: string;
  readonly name: string;
}

/** Why no room can be shown: an attribute is missing or not valid, or the client refused them all for a reason it gives. */
export interface Flaw {
  readonly kind: 'missing' | 'invalid' | 'refused';
  /** The attribute's name, or the client's reason. */
  readonly detail: string;
}

/** The first attribute that keeps the room from being shown. */
export function findFlaw({ api, socket, room, userId, name }: Settings): Flaw | undefined {
  return (
    need('api', api, isAddress(api, /^https?:$/)) ??
    need('socket', socket, isAddress(socket, /^wss?:$/)) ??
    need('room', room, isIdentifier(room, LIMITS.id)) ??
    allow('user-id', userId === '' || isIdentifier(userId, LIMITS.id)) ??
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
