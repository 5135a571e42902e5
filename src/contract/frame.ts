import { type ErrorBody, parseErrorBody } from './error.js';
import { identifier, kindOf, record, refuse } from './field.js';
import { type Item, parseItem } from './item.js';
import { parseJson } from './json.js';
import { LIMITS } from './limits.js';

/** The newest place of a room's log: what a reader compares with the newest item it holds. */
export interface Head {
  readonly timestamp: number;
  readonly seq: number;
}

/** What moderators set for a room. */
export interface RoomSettings {
  /** Only moderators write. */
  readonly frozen: boolean;
  /** Seconds that others wait between two messages; 0 when there is no slow mode. */
  readonly slow: number;
}

/** Client → server. */
export type ClientFrame =
  | { readonly action: 'ping' }
  /** Another token for this connection, before the one it came with ends. */
  | { readonly action: 'token'; readonly token: string };

/** Server → client, sorted by `type`. A pushed message is the bare item on the wire; every other frame carries a `type`. */
export type ServerFrame =
  | { readonly type: 'message'; readonly item: Item }
  /** An item that may have been pushed before: a retry found it stored. */
  | { readonly type: 'again'; readonly item: Item }
  /** A change, with the state of the message it changed. */
  | { readonly type: 'change'; readonly item: Item }
  /** The answer to a ping; `head` is null while nothing was appended to the room by this backend. An older one sends no settings. */
  | { readonly type: 'pong'; readonly head: Head | null; readonly settings?: RoomSettings }
  /** The answer to a token that was taken. */
  | { readonly type: 'token' }
  | ({ readonly type: 'error' } & ErrorBody)
  /** Anything else. A client ignores it: newer servers may send more. */
  | { readonly type: 'unknown' };

const UNKNOWN = { type: 'unknown' } as const;

/** Reads what arrived on the socket. Never throws: a frame nobody knows is `unknown`. */
export function parseServerFrame(data: unknown): ServerFrame {
  const frame = typeof data === 'string' ? parseJson(data) : undefined;
  if (typeof frame !== 'object' || frame === null) return UNKNOWN;
  const { type, item, head, settings } = frame as Record<string, unknown>;
  switch (type) {
    case undefined: {
      const message = parseItem(frame);
      return message ? { type: 'message', item: message } : UNKNOWN;
    }
    case 'again':
    case 'change': {
      const news = parseItem(item);
      return news ? { type, item: news } : UNKNOWN;
    }
    case 'pong':
      return { type, head: parseHead(head), ...parseSettings(settings) };
    case 'token':
      return { type };
    case 'error': {
      const body = parseErrorBody(frame);
      return body ? { type, ...body } : UNKNOWN;
    }
    default:
      return UNKNOWN;
  }
}

/**
 * Reads a client's frame. `{"message":"ping"}`, as the source document's client sends it, is a ping as well.
 * Throws `invalid_request`.
 */
export function parseClientFrame(data: unknown): ClientFrame {
  const what = 'read the frame';
  if (typeof data !== 'string') refuse(what, `expected text, got ${kindOf(data)}`);
  const value = parseJson(data);
  if (value === undefined) refuse(what, 'it is not JSON');
  const frame = record(what, value);
  const { action, message } = frame;
  if (action === 'ping' || (action === undefined && message === 'ping')) return { action: 'ping' };
  if (action === 'token') return { action, token: identifier(what, frame, 'token', LIMITS.tokenBytes) };
  return refuse(what, action === undefined ? '"action" is missing' : '"action" is not one this server knows');
}

function parseHead(value: unknown): Head | null {
  const { timestamp, seq } = (value ?? {}) as Record<string, unknown>;
  return typeof timestamp === 'number' && typeof seq === 'number' ? { timestamp, seq } : null;
}

function parseSettings(value: unknown): { readonly settings?: RoomSettings } {
  const { frozen, slow } = (value ?? {}) as Record<string, unknown>;
  return typeof frozen === 'boolean' && typeof slow === 'number' ? { settings: { frozen, slow } } : {};
}
