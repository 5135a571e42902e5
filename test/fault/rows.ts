import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../src/contract/index.js';
import { Heads, type Place } from '../../src/lambda/heads.js';
import { NO_LIMITS } from '../../src/lambda/limits.js';
import { type Store, TABLES } from '../../src/lambda/store.js';

/** DynamoDB's own limit. */
const BATCH = 25;

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** The local stack's database, for what nobody is told of: rows written past its backend. It tries each call as often as the SDK does. */
export const store: Store = {
  db: DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: process.env['DYNAMODB_ENDPOINT'] ?? '',
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
  ),
  now: Date.now,
};

/** As an append does first: the place is taken, and empty until something lands there. */
export function takePlace(room_id: string): Promise<Place> {
  return new Heads(store).move(room_id, { moderates: true, rate: NO_LIMITS.room });
}

export async function land(room_id: string, { timestamp, seq }: Place, message: string): Promise<Item> {
  const item = row(room_id, timestamp, seq, message);
  await store.db.send(new PutCommand({ TableName: TABLES.messages, Item: { ...item } }));
  return item;
}

export async function remove({ room_id, timestamp }: Item): Promise<void> {
  await store.db.send(new DeleteCommand({ TableName: TABLES.messages, Key: { room_id, timestamp } }));
}

/** A log's stretch, above all that is there. */
export interface Stretch {
  readonly count: number;
  /** Between these two times its messages are spread evenly. */
  readonly from: number;
  readonly to?: number;
  /** The `seq` of the first. */
  readonly first?: number;
}

/** Writes a stretch, and where the log ends then. */
export async function fill(room_id: string, stretch: Stretch): Promise<void> {
  const { count, from, to = Date.now(), first = 1 } = stretch;
  const spacing = Math.floor((to - from) / count);
  const place = (index: number) => ({ timestamp: from + (index + 1) * spacing, seq: first + index });
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const start = next;
      next += BATCH;
      const rows = Array.from({ length: Math.min(BATCH, count - start) }, (_, offset) => {
        const { timestamp, seq } = place(start + offset);
        return { PutRequest: { Item: { ...row(room_id, timestamp, seq, `filled ${seq}`) } } };
      });
      await store.db.send(new BatchWriteCommand({ RequestItems: { [TABLES.messages]: rows } }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  const { timestamp: last_ts, seq } = place(count - 1);
  await store.db.send(new PutCommand({ TableName: TABLES.rooms, Item: { room_id, last_ts, seq } }));
}

function row(room_id: string, timestamp: number, seq: number, message: string): Item {
  return { room_id, timestamp, seq, user_id: 'writer', name: 'Writer', message, id: `row ${seq}` };
}
