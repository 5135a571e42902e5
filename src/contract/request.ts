import { type Change, parseChange } from './change.js';
import { cursorOf, identifier, prose, record, refuse } from './field.js';
import { LIMITS } from './limits.js';

/** Who a message is from. */
export interface Sender {
  readonly user_id: string;
  readonly name: string;
}

/** What every body of `PUT /chat` says. */
interface Write extends Sender {
  readonly room_id: string;
  /** Made by the sender before its first try, so that a retry stores nothing twice. Without it every request is a new item. */
  readonly id?: string;
}

/** The body of `PUT /chat` for a new message. */
export interface MessageRequest extends Write {
  readonly text: string;
}

/** The body of `PUT /chat` for a change. */
export type ChangeRequest = Write & Change;

export type PutRequest = MessageRequest | ChangeRequest;

/** The query of `GET /chat`: the newest `limit` messages, or those before or after a point. */
export interface PageQuery {
  readonly room_id: string;
  readonly limit: number;
  readonly before?: number;
  readonly after?: number;
  /** Whether changes ride along with the messages. */
  readonly changes?: boolean;
}

/** The query of a WebSocket connection. */
export interface ConnectQuery {
  readonly room_id: string;
  readonly user_id: string;
}

const STORE = 'store the message';

/** Who a message is from. Throws `invalid_request`. */
export function parseSender(value: unknown): Sender {
  return sender('use this sender', record('use this sender', value));
}

/** Checks every field before anything is written. Throws `invalid_request`. */
export function parsePutRequest(value: unknown): PutRequest {
  const body = record(STORE, value);
  if (body['kind'] !== undefined) return { ...write(STORE, body), ...parseChange(STORE, body) };
  if (Object.hasOwn(body, 'target')) refuse(STORE, '"target" belongs to a change; "kind" is missing');
  return parseMessageRequest(body);
}

/** The same for a message alone. Throws `invalid_request`. */
export function parseMessageRequest(value: unknown): MessageRequest {
  const body = record(STORE, value);
  if (body['kind'] !== undefined) refuse(STORE, '"kind" belongs to a change');
  return { ...write(STORE, body), text: prose(STORE, body, 'text', LIMITS.text) };
}

/** Throws `invalid_request`. */
export function parsePageQuery(value: unknown): PageQuery {
  const what = 'read the room';
  const query = record(what, value ?? {});
  const before = cursor(what, query, 'before');
  const after = cursor(what, query, 'after');
  if (before !== undefined && after !== undefined) {
    refuse(what, '"before" and "after" must not be given together');
  }
  return {
    room_id: identifier(what, query, 'room_id', LIMITS.id),
    limit: limit(what, query),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(query['changes'] === 'true' && { changes: true }),
  };
}

/** Throws `invalid_request`. */
export function parseConnectQuery(value: unknown): ConnectQuery {
  const what = 'connect';
  const query = record(what, value ?? {});
  return {
    room_id: identifier(what, query, 'room_id', LIMITS.id),
    user_id: identifier(what, query, 'user_id', LIMITS.id),
  };
}

function write(what: string, body: Record<string, unknown>): Write {
  return {
    room_id: identifier(what, body, 'room_id', LIMITS.id),
    ...sender(what, body),
    ...(Object.hasOwn(body, 'id') && { id: identifier(what, body, 'id', LIMITS.id) }),
  };
}

function sender(what: string, from: Record<string, unknown>): Sender {
  return {
    user_id: identifier(what, from, 'user_id', LIMITS.id),
    name: identifier(what, from, 'name', LIMITS.name),
  };
}

function cursor(what: string, query: Record<string, unknown>, field: string): number | undefined {
  const value = query[field];
  if (value === undefined) return undefined;
  return (
    cursorOf(value) ??
    refuse(what, `"${field}" must be a timestamp as an item carries it, like 1722678345123.001`)
  );
}

function limit(what: string, query: Record<string, unknown>): number {
  const value = query['limit'];
  if (value === undefined) return LIMITS.page;
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (count < 1 || count > LIMITS.pageMax) {
    refuse(what, `"limit" must be a whole number from 1 to ${LIMITS.pageMax}`);
  }
  return count;
}
