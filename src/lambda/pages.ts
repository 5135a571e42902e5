import { BatchGetCommand, type NativeAttributeValue, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Item, LIMITS, type PageQuery } from '../contract/index.js';
import { pause } from './retry.js';
import { itemOf, messageOf } from './row.js';
import { type Store, seconds, TABLES } from './store.js';

/** Queries a page may cost; DynamoDB reads at most 1 MB in each. */
const QUERIES = 4;

/** How much further each query looks than the one before. */
const FURTHER = 8;

/** A page's size as it travels: inside Lambda's own JSON, whose limit is 6 MB, every quote of ours is escaped once more. */
const BYTES = 4 * 1024 * 1024;

/** Rows that DynamoDB gives by name at once. */
const BATCH = 100;

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

  /**
   * The newest `limit` messages, or those just before or just after a point, with the changes between them if asked for. Ends
   * early at 4 MB, after four queries or with too many changes.
   */
  async read(query: PageQuery): Promise<Page> {
    const { rows, next } = await this.#collect(query);
    const whole = query.changes ? await this.#withStates(query.room_id, rows) : rows;
    const kept = fitting(whole);
    const end = kept.length < whole.length ? kept.at(-1)?.['timestamp'] : next;
    return {
      items: query.after === undefined ? kept.toReversed() : kept,
      ...(end !== undefined && { next: end }),
    };
  }

  /** Rows in the direction of reading, and where what they leave out begins. */
  async #collect(query: PageQuery): Promise<{ rows: Row[]; next?: number }> {
    const rows: Row[] = [];
    let messages = 0;
    let bytes = 0;
    let start: Row | undefined;
    for (let queries = 0; queries < QUERIES; queries++) {
      // Where many rows are none of the page, the next look is further.
      const rest = (query.limit + 1 - messages) * FURTHER ** queries;
      const { Items = [], LastEvaluatedKey } = await this.#query(query, rest, start);
      for (const row of Items) {
        // One message more than asked for shows that the page is not the last.
        const isFull = isChange(row)
          ? rows.length - messages === LIMITS.pageChanges
          : messages === query.limit;
        if (isFull || bytes > BYTES) return { rows, next: rows.at(-1)?.['timestamp'] };
        rows.push(itemOf(row));
        bytes += size(row);
        if (!isChange(row)) messages += 1;
      }
      if (!LastEvaluatedKey) return { rows };
      start = LastEvaluatedKey;
    }
    return { rows, next: start?.['timestamp'] };
  }

  /** Gives each change the message it changed, as that is now, unless the page has it anyway. */
  async #withStates(room_id: string, rows: readonly Row[]): Promise<readonly Row[]> {
    const targets = new Set(rows.map(({ target }) => target as number | undefined));
    for (const { timestamp } of rows) targets.delete(timestamp);
    targets.delete(undefined);
    const states = await this.#rows(room_id, [...targets] as number[]);
    return rows.map((row) => {
      const state = states.get(row['target']);
      return state && isChange(row) ? { ...row, state } : row;
    });
  }

  async #rows(room_id: string, timestamps: readonly number[]): Promise<ReadonlyMap<number, Item>> {
    const found = new Map<number, Item>();
    for (let from = 0; from < timestamps.length; from += BATCH) {
      let keys: Row[] = timestamps.slice(from, from + BATCH).map((timestamp) => ({ room_id, timestamp }));
      // DynamoDB gives at most 16 MB at once, and leaves over what it is too busy for.
      for (let tries = 0; keys.length > 0; tries++) {
        if (tries > 0) await pause(tries);
        const { Responses = {}, UnprocessedKeys = {} } = await this.#store.db.send(
          new BatchGetCommand({ RequestItems: { [TABLES.messages]: { Keys: keys, ConsistentRead: true } } }),
        );
        for (const row of Responses[TABLES.messages] ?? []) {
          const message = messageOf(row, this.#store.now());
          if (message) found.set(message.timestamp, itemOf(message));
        }
        keys = UnprocessedKeys[TABLES.messages]?.Keys ?? [];
      }
    }
    return found;
  }

  #query({ room_id, before, after, changes }: PageQuery, Limit: number, ExclusiveStartKey: Row | undefined) {
    const edge = before ?? after;
    const range = before === undefined ? '>' : '<';
    const kept = 'attribute_not_exists(fenced) AND (attribute_not_exists(expires_at) OR expires_at > :now)';
    return this.#store.db.send(
      new QueryCommand({
        TableName: TABLES.messages,
        KeyConditionExpression:
          edge === undefined ? 'room_id = :room' : `room_id = :room AND #ts ${range} :edge`,
        // A tombstone is nothing, and DynamoDB sweeps late what has expired.
        FilterExpression: changes ? kept : `${kept} AND attribute_not_exists(kind)`,
        ...(edge !== undefined && { ExpressionAttributeNames: { '#ts': 'timestamp' } }),
        ExpressionAttributeValues: {
          ':room': room_id,
          ':now': seconds(this.#store.now()),
          ...(edge !== undefined && { ':edge': edge }),
        },
        ScanIndexForward: after !== undefined,
        ConsistentRead: true,
        Limit,
        ExclusiveStartKey,
      }),
    );
  }
}

function isChange(row: Row): boolean {
  return row['kind'] !== undefined;
}

/** As many rows as travel together, at least one. */
function fitting(rows: readonly Row[]): readonly Row[] {
  let bytes = 0;
  const over = rows.findIndex((row, index) => {
    bytes += size(row);
    return bytes > BYTES && index > 0;
  });
  return over < 0 ? rows : rows.slice(0, over);
}

function size(row: Row): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(row)));
}
