import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Head } from '../contract/index.js';
import { report } from './report.js';
import { type Store, TABLES, unlessRefused } from './store.js';

/** Lambdas' clocks keep together far better. Further apart they use up what readers look back for late writers. */
const SKEW_MS = 5_000;

/** A place in a room's log that nobody else has, and when the writer's clock said it was taken. */
export interface Place extends Head {
  readonly at: number;
}

interface HeadRow {
  readonly last_ts: number;
  readonly seq: number;
}

/** The newest place of each room. It only moves on, so that every append gets a place above all earlier ones. */
export class Heads {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Takes the next place of a room: now, or a thousandth above the last one where the clocks tie or run behind. */
  async move(room_id: string): Promise<Place> {
    const at = this.#store.now();
    const row = (await this.#moveTo(room_id, at)) ?? (await this.#step(room_id, at));
    if (row) {
      const behind = Math.round(row.last_ts - at);
      if (behind > SKEW_MS) report('clock_behind', new Error(`the room is ${behind} ms ahead`), { room_id });
      return { timestamp: row.last_ts, seq: row.seq, at };
    }
    await this.#create(room_id);
    return this.move(room_id);
  }

  /** Where the room's log ends; null while this backend has appended nothing to it. */
  async find(room_id: string): Promise<Head | null> {
    const { Item } = await this.#store.db.send(
      new GetCommand({ TableName: TABLES.rooms, Key: { room_id }, ConsistentRead: true }),
    );
    const row = Item as HeadRow | undefined;
    return row?.seq ? { timestamp: row.last_ts, seq: row.seq } : null;
  }

  #moveTo(room_id: string, at: number): Promise<HeadRow | undefined> {
    return this.#update(room_id, 'SET last_ts = :at ADD seq :one', 'last_ts < :at', { ':at': at, ':one': 1 });
  }

  /** DynamoDB adds the thousandth: its numbers are decimal, while a double drifts after a few such sums. */
  #step(room_id: string, at: number): Promise<HeadRow | undefined> {
    const step = 'SET last_ts = last_ts + :step ADD seq :one';
    // The condition holds for no head that was made since: from such a one a step would lead into the past.
    return this.#update(room_id, step, 'last_ts >= :at', { ':at': at, ':step': 0.001, ':one': 1 });
  }

  async #update(
    room_id: string,
    UpdateExpression: string,
    ConditionExpression: string,
    ExpressionAttributeValues: Record<string, number>,
  ): Promise<HeadRow | undefined> {
    const result = await unlessRefused(
      this.#store.db.send(
        new UpdateCommand({
          TableName: TABLES.rooms,
          Key: { room_id },
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues,
          ReturnValues: 'UPDATED_NEW',
        }),
      ),
    );
    return result?.Attributes as HeadRow | undefined;
  }

  /** A room without a head may hold rows of the source document's code: its log goes on above the newest of them. */
  async #create(room_id: string): Promise<void> {
    const { Items = [] } = await this.#store.db.send(
      new QueryCommand({
        TableName: TABLES.messages,
        KeyConditionExpression: 'room_id = :room',
        ExpressionAttributeValues: { ':room': room_id },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: 1,
      }),
    );
    const newest: number = Items[0]?.['timestamp'] ?? 0;
    const make = 'SET last_ts = :newest, seq = :none';
    await this.#update(room_id, make, 'attribute_not_exists(last_ts)', { ':newest': newest, ':none': 0 });
  }
}
