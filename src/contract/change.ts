import { cursorNumber, identifier, prose, refuse } from './field.js';
import { LIMITS } from './limits.js';

/** Each kind of change with what it needs of its sender: that the message is their own, or the right to moderate. */
export const CHANGES = {
  edit: 'own',
  delete: 'own or moderate',
  ban: 'moderate',
  unban: 'moderate',
  freeze: 'moderate',
  unfreeze: 'moderate',
  slow: 'moderate',
} as const;

export type ChangeKind = keyof typeof CHANGES;

/** What a change does, besides who asks for it and where. */
export type Change =
  /** The sender's own message says something else from now on. */
  | { readonly kind: 'edit'; readonly target: number; readonly text: string }
  /** The message's text is erased. */
  | { readonly kind: 'delete'; readonly target: number }
  /** The user may neither read nor write in this room, until `unban`. */
  | { readonly kind: 'ban' | 'unban'; readonly subject: string }
  /** Only moderators write, until `unfreeze`. */
  | { readonly kind: 'freeze' | 'unfreeze' }
  /** A user who does not moderate waits so long between two messages; 0 ends it. */
  | { readonly kind: 'slow'; readonly seconds: number };

export function isChangeKind(value: unknown): value is ChangeKind {
  return typeof value === 'string' && Object.hasOwn(CHANGES, value);
}

/** Throws `invalid_request`. */
export function parseChange(what: string, body: Record<string, unknown>): Change {
  const { kind } = body;
  switch (isChangeKind(kind) ? kind : undefined) {
    case 'edit':
      return { kind: 'edit', target: target(what, body), text: prose(what, body, 'text', LIMITS.text) };
    case 'delete':
      return { kind: 'delete', target: target(what, body) };
    case 'ban':
    case 'unban':
      return { kind: kind as 'ban' | 'unban', subject: identifier(what, body, 'subject', LIMITS.id) };
    case 'freeze':
    case 'unfreeze':
      return { kind: kind as 'freeze' | 'unfreeze' };
    case 'slow':
      return { kind: 'slow', seconds: seconds(what, body) };
    default:
      return refuse(what, '"kind" is not one this server knows');
  }
}

function target(what: string, body: Record<string, unknown>): number {
  return (
    cursorNumber(body['target']) ??
    refuse(what, '"target" must be the timestamp of a message, as its item carries it')
  );
}

function seconds(what: string, body: Record<string, unknown>): number {
  const value = body['seconds'];
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LIMITS.slowSeconds) {
    return value;
  }
  return refuse(what, `"seconds" must be a whole number from 0 to ${LIMITS.slowSeconds}`);
}
