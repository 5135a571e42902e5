import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../../src/contract/index.js';
import { TABLES } from '../../../src/lambda/store.js';
import { store } from '../../fault/rows.js';

type Said = Pick<Item, 'message'> & Partial<Item>;

/** Writes a room's log past the backend, whose limits are for other tests, and gives the room. */
export async function roomWith(said: readonly Said[], room_id: string = randomUUID()): Promise<string> {
  const from = Date.now() - said.length * 1_000;
  for (const [index, fields] of said.entries()) {
    const place = { timestamp: from + index * 1_000, seq: index + 1 };
    const item = {
      room_id,
      ...place,
      user_id: `writer ${index}`,
      name: 'Writer',
      id: randomUUID(),
      ...fields,
    };
    await store.db.send(new PutCommand({ TableName: TABLES.messages, Item: item }));
  }
  return room_id;
}
