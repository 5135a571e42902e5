import { identifier, prose, record, refuse } from './field.js';
import { LIMITS } from './limits.js';

/** Who a message is from. */
export interface Sender {
  readonly user_id: string;
  readonly name: string;
}

/** The body of `PUT /chat`. */
export interface PutRequest extends Sender {
  readonly room_id: string;
  readonly text: string;
  /** Made by the sender before its first try, so that a retry stores nothing twice. Without it every request is a new message. */
  readonly id?: string;
}

/** The query of `GET /chat`: the newest `limit` messages, or those before or after a point. */
export interface PageQuery {
  readonly room_id: string;
  readonly limit: number;
  readonly before?: number;
  readonly after?: number;
}

/** The query of a WebSocket connection. */
export interface ConnectQuery {
  readonly room_id: string;
  readonly user_id: string;
}

const CURSOR = /^\d{1,13}(\.\d{1,3})?$/;

/** Who a message is from. Throws `invalid_request`. */
export function parseSender(value: unknown): Sender {
  return sender('use this sender', record('use this sender', value));
}

/** Checks every field before anything is written. Throws `invalid_request`. */
export function parsePutRequest(value: unknown): PutRequest {
  const what = 'store the message';
  const body = record(what, value);
  if (Object.hasOwn(body, 'kind') || Object.hasOwn(body, 'target')) {
    refuse(what, '"kind" and "target" must be absent; this backend stores messages only');
  }
  return {
    room_id: identifier(what, body, 'room_id', LIMITS.id),
    ...sender(what, body),
    text: prose(what, body, 'text', LIMITS.text),
    ...(Object.hasOwn(body, 'id') && { id: identifier(what, body, 'id', LIMITS.id) }),
  };
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

function sender(what: string, from: Record<string, unknown>): Sender {
  return {
    user_id: identifier(what, from, 'user_id', LIMITS.id),
    name: identifier(what, from, 'name', LIMITS.name),
  };
}

function cursor(what: string, query: Record<string, unknown>, field: string): number | undefined {
  const value = query[field];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || !CURSOR.test(value)) {
    refuse(what, `"${field}" must be a timestamp as an item carries it, like 1722678345123.001`);
  }
  return Number(value);
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
