import { type NativeAttributeValue, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { PageQuery } from '../contract/index.js';
import { type Store, TABLES } from './store.js';

/** Queries a page may cost; DynamoDB reads at most 1 MB in each. */
const QUERIES = 4;

/** A page's size as it travels: inside Lambda's own JSON, whose limit is 6 MB, every quote of ours is escaped once more. */
const BYTES = 4 * 1024 * 1024;

type Row = Record<string, NativeAttributeValue>;

export interface Page {
  /** Oldest first, exactly as stored. */
  readonly items: readonly Row[];
  /** There is more in the direction asked for, from this timestamp on. */
  readonly next?: number;
}

/** Reads a room's log, consistently. */
export class Pages {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The newest `limit` messages, or those just before or just after a point. Ends early at 4 MB or after four queries. */
  async read(query: PageQuery): Promise<Page> {
    const rows: Row[] = [];
    const page = (next?: Row): Page => ({
      items: query.after === undefined ? rows.toReversed() : rows,
      ...(next && { next: next['timestamp'] }),
    });
    let bytes = 0;
    let start: Row | undefined;
    for (let queries = 0; queries < QUERIES; queries++) {
      const { Items = [], LastEvaluatedKey } = await this.#query(query, query.limit + 1 - rows.length, start);
      for (const row of Items) {
        bytes += size(row);
        // One row more than asked for shows that the page is not the last.
        if (rows.length === query.limit || (bytes > BYTES && rows.length > 0)) return page(rows.at(-1));
        rows.push(row);
      }
      if (!LastEvaluatedKey) return page();
      start = LastEvaluatedKey;
    }
    return page(start);
  }

  #query({ room_id, before, after }: PageQuery, Limit: number, ExclusiveStartKey: Row | undefined) {
    const edge = before ?? after;
    const range = before === undefined ? '>' : '<';
    return this.#store.db.send(
      new QueryCommand({
        TableName: TABLES.messages,
        KeyConditionExpression:
          edge === undefined ? 'room_id = :room' : `room_id = :room AND #ts ${range} :edge`,
        // Tombstones and changes are no messages.
        FilterExpression: 'attribute_not_exists(fenced) AND attribute_not_exists(kind)',
        ...(edge !== undefined && { ExpressionAttributeNames: { '#ts': 'timestamp' } }),
        ExpressionAttributeValues: { ':room': room_id, ...(edge !== undefined && { ':edge': edge }) },
        ScanIndexForward: after !== undefined,
        ConsistentRead: true,
        Limit,
        ExclusiveStartKey,
      }),
    );
  }
}

function size(row: Row): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(row)));
}
