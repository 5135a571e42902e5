import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Item, PutRequest } from '../../../src/contract/index.js';
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

export function message(room_id: string, fields: Partial<PutRequest> = {}): PutRequest {
  return { room_id, user_id: 'mina', name: '미나', text: '안녕', ...fields };
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
  return {
    db: Object.assign(db, { send: (command: never) => around(command, () => store.db.send(command)) }),
    now,
  };
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
