import { randomUUID } from 'node:crypto';
import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Item, MessageRequest } from '../../../src/contract/index.js';
import type { Appended } from '../../../src/lambda/log.js';
import { createStore, type Store, TABLES } from '../../../src/lambda/store.js';

// What AWS sets for a function; the local stack's database takes any key.
Object.assign(process.env, {
  AWS_REGION: 'ap-northeast-2',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
});

/** The local stack's database. Every test works in a room of its own. */
export const store = createStore();

export function freshRoom(): string {
  return `room ${randomUUID()}`;
}

export function message(room_id: string, fields: Partial<MessageRequest> = {}): MessageRequest {
  return { room_id, user_id: 'mina', name: '미나', text: '안녕', ...fields };
}

/** What an append of this message gives, without one. */
export function appended(room_id: string, fields: Partial<Item> = {}): Appended {
  const item = { room_id, timestamp: 1_700_000_000_000, seq: 1, user_id: 'mina', name: '미나' };
  return { item: { ...item, message: '안녕', ...fields }, fresh: true };
}

/** The same database under another clock. */
export function withClock(now: () => number): Store {
  return { db: store.db, now };
}

/** The same database, asked through `around`: it may fail, wait, or act instead of `send`. */
export function withSend(
  around: (command: object, send: () => Promise<unknown>) => Promise<unknown>,
  now = Date.now,
): Store {
  const db: DynamoDBDocumentClient = Object.create(store.db);
  const send = (command: never, options: never) => around(command, () => store.db.send(command, options));
  return { db: Object.assign(db, { send }), now };
}

export function isWrite(command: object): boolean {
  return command instanceof PutCommand || command instanceof UpdateCommand;
}

/** Whether a call puts a message into the log, which is an append's last step; a tombstone is none. */
function isItemPut(command: object): boolean {
  return (
    command instanceof PutCommand &&
    command.input.TableName === TABLES.messages &&
    !command.input.Item?.['fenced']
  );
}

/** A writer that is killed before its last step. */
export function killed(now: () => number): Store {
  return withSend(async (command, send) => {
    if (isItemPut(command)) throw new Error('killed');
    return send();
  }, now);
}

/** A writer that stops before its last step until it is woken. */
export function sleeper(now = Date.now): { store: Store; asleep: Promise<void>; wake: () => void } {
  const [asleep, woken] = [moment(), moment()];
  const sleeping = withSend(async (command, send) => {
    if (isItemPut(command)) {
      asleep.now();
      await woken.come;
    }
    return send();
  }, now);
  return { store: sleeping, asleep: asleep.come, wake: woken.now };
}

/** Something that a test brings about. */
export function moment(): { readonly come: Promise<void>; readonly now: () => void } {
  let now = (): void => {};
  const come = new Promise<void>((resolve) => {
    now = resolve;
  });
  return { come, now };
}

/** What API Gateway hands to `PUT /chat`. */
export function putEvent(request: MessageRequest): APIGatewayProxyEvent {
  return { body: JSON.stringify(request), isBase64Encoded: false } as APIGatewayProxyEvent;
}

/** What API Gateway hands to `GET /chat`. */
export function getEvent(queryStringParameters: Record<string, string>): APIGatewayProxyEvent {
  return { queryStringParameters } as unknown as APIGatewayProxyEvent;
}

/** Enters connections that came `age` ms ago, many at a time. */
export async function connect(room_id: string, ids: readonly string[], age = 60_000): Promise<void> {
  const timestamp = Date.now() - age;
  const expires_at = Math.floor(timestamp / 1_000) + 7_500;
  for (let from = 0; from < ids.length; from += 25) {
    const rows = ids
      .slice(from, from + 25)
      .map((connection_id) => ({ connection_id, room_id, user_id: connection_id, timestamp, expires_at }));
    const RequestItems = { [TABLES.connections]: rows.map((Item) => ({ PutRequest: { Item } })) };
    await store.db.send(new BatchWriteCommand({ RequestItems }));
  }
}

/** Enters 8 connections whose rows fill more than one page of the index. */
export async function connectOnManyPages(room_id: string): Promise<string[]> {
  const ids = Array.from({ length: 8 }, (_, i) => `${i} ${room_id}`);
  const padding = 'x'.repeat(300_000);
  for (const connection_id of ids) {
    const row = { connection_id, room_id, user_id: connection_id, timestamp: 1, padding };
    await store.db.send(new PutCommand({ TableName: TABLES.connections, Item: row }));
  }
  return ids;
}

/** Every row of a room's log, tombstones too. */
export async function rows(room_id: string): Promise<(Item & { fenced?: true })[]> {
  const found: Record<string, unknown>[] = [];
  const pages = paginateQuery(
    { client: store.db },
    {
      TableName: TABLES.messages,
      KeyConditionExpression: 'room_id = :room',
      ExpressionAttributeValues: { ':room': room_id },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) found.push(...Items);
  return found as unknown as (Item & { fenced?: true })[];
}

export async function items(room_id: string): Promise<Item[]> {
  return (await rows(room_id)).filter(({ fenced }) => !fenced);
}

/** A row as the source document's code wrote it. */
export async function putOldRow(room_id: string, timestamp: number, text = 'old'): Promise<void> {
  const row = { room_id, timestamp, message: text, user_id: 'old', name: 'Old' };
  await store.db.send(new PutCommand({ TableName: TABLES.messages, Item: row }));
}
