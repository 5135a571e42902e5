import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Head, type RoomSettings, WireError } from '../contract/index.js';
import { type Bucket, bucketOf, slackOf } from './bucket.js';
import type { Rate } from './limits.js';
import { report } from './report.js';
import { type Store, TABLES, unlessRefused } from './store.js';

/** Lambdas' clocks keep together far better. Further apart they use up what readers look back for late writers. */
const SKEW_MS = 5_000;

/** Between two looks at a head other writers may move it on, but rarely twice past what was seen. */
const ROUNDS = 5;

/** A place in a room's log that nobody else has, and when the writer's clock said it was taken. */
export interface Place extends Head {
  readonly at: number;
}

/** Who takes a place, and what for. */
export interface Passage {
  /** Moderators pass where others wait or may not. */
  readonly moderates: boolean;
  readonly rate: Rate;
  /** What the room is to be from here on. */
  readonly settings?: Partial<RoomSettings>;
}

/** What a room's row says. */
export interface HeadRow {
  readonly last_ts: number;
  readonly seq: number;
  /** See `bucketOf`: appends of others than moderators. */
  readonly due?: number;
  readonly frozen?: boolean;
  readonly slow?: number;
}

/** The newest place of each room, and the room's settings. It only moves on, so that every append gets a place above all earlier ones. */
export class Heads {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Takes the next place of a room: now, or a thousandth above the last one where the clocks tie or run behind. `seen` is
   * what a cheap look showed, and may be out of date. Throws `room_frozen`, or `rate_limited` where the room is too busy.
   */
  async move(room_id: string, passage: Passage, seen?: HeadRow): Promise<Place> {
    const began = this.#store.now();
    let row = seen;
    for (let round = 0; round < ROUNDS; round++) {
      row ??= await this.look(room_id, true);
      if (row) {
        const place = await this.#moveFrom(room_id, row, passage, round > 0 ? began : undefined);
        if (place) return place;
      } else {
        await this.#create(room_id);
      }
      row = undefined;
    }
    throw new WireError('unavailable', 'unable to store the message; the room is busy; try again');
  }

  /** A room's row, at half the price where it may be a moment old. */
  async look(room_id: string, ConsistentRead = false): Promise<HeadRow | undefined> {
    const { Item } = await this.#store.db.send(
      new GetCommand({ TableName: TABLES.rooms, Key: { room_id }, ConsistentRead }),
    );
    return Item as HeadRow | undefined;
  }

  /** Gives nothing where the row is not as it was seen. */
  async #moveFrom(
    room_id: string,
    row: HeadRow,
    passage: Passage,
    began?: number,
  ): Promise<Place | undefined> {
    const at = this.#store.now();
    const bucket = demandPassage(row, passage, at, began === undefined ? 0 : slackOf(began, at));
    const { moderates, settings } = passage;
    const moved = await this.#update(room_id, row.last_ts < at, at, {
      bucket,
      moderates,
      ...(settings && { settings }),
    });
    if (!moved) return undefined;
    const behind = Math.round(moved.last_ts - at);
    if (behind > SKEW_MS) report('clock_behind', new Error(`the room is ${behind} ms ahead`), { room_id });
    return { timestamp: moved.last_ts, seq: moved.seq, at };
  }

  async #update(
    room_id: string,
    isBehind: boolean,
    at: number,
    { bucket, moderates, settings = {} }: { bucket: Bucket | undefined } & Omit<Passage, 'rate'>,
  ): Promise<HeadRow | undefined> {
    // DynamoDB adds the thousandth: its numbers are decimal, while a double drifts after a few such sums. The step's condition
    // holds for no head that was made since: from such a one it would lead into the past.
    const sets = [isBehind ? 'last_ts = :at' : 'last_ts = last_ts + :step', ...(bucket?.sets ?? [])];
    const conditions = [isBehind ? 'last_ts < :at' : 'last_ts >= :at', ...(bucket?.conditions ?? [])];
    if (!moderates) conditions.push('attribute_not_exists(frozen)');
    const kept = Object.entries(settings).filter(([, value]) => value);
    const gone = Object.entries(settings).filter(([, value]) => !value);
    sets.push(...kept.map(([name]) => `${name} = :${name}`));
    const remove = gone.length > 0 ? ` REMOVE ${gone.map(([name]) => name).join(', ')}` : '';
    const result = await unlessRefused(
      this.#store.db.send(
        new UpdateCommand({
          TableName: TABLES.rooms,
          Key: { room_id },
          UpdateExpression: `SET ${sets.join(', ')}${remove} ADD seq :one`,
          ConditionExpression: conditions.join(' AND '),
          ExpressionAttributeValues: {
            ':at': at,
            ':one': 1,
            ...(!isBehind && { ':step': 0.001 }),
            ...bucket?.values,
            ...Object.fromEntries(kept.map(([name, value]) => [`:${name}`, value])),
          },
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
    await unlessRefused(
      this.#store.db.send(
        new UpdateCommand({
          TableName: TABLES.rooms,
          Key: { room_id },
          UpdateExpression: 'SET last_ts = :newest, seq = :none',
          ConditionExpression: 'attribute_not_exists(last_ts)',
          ExpressionAttributeValues: { ':newest': newest, ':none': 0 },
        }),
      ),
    );
  }
}

/** What a move takes from the room's bucket. Throws `room_frozen` and `rate_limited`. */
export function demandPassage(
  row: HeadRow | undefined,
  { moderates, rate }: Passage,
  at: number,
  slack = 0,
): Bucket | undefined {
  if (moderates) return undefined;
  if (row?.frozen) {
    throw new WireError('room_frozen', 'unable to store the message; only moderators write here for now');
  }
  const bucket = bucketOf(row?.due, rate, at, { slack });
  if (bucket.wait <= 0) return bucket;
  throw new WireError('rate_limited', 'unable to store the message; too many are written in this room', {
    retryAfter: bucket.wait / 1_000,
  });
}

/** Where a room's log ends; null while this backend has appended nothing to it. */
export function headOf(row: HeadRow | undefined): Head | null {
  return row?.seq ? { timestamp: row.last_ts, seq: row.seq } : null;
}

export function settingsOf(row: HeadRow | undefined): RoomSettings {
  return { frozen: row?.frozen ?? false, slow: row?.slow ?? 0 };
}
