import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Item, MessageRequest } from '../contract/index.js';
import { WireError } from '../contract/index.js';
import { type ClaimKey, Claims } from './claims.js';
import { Heads, type Place } from './heads.js';
import { conditionally, type Store, TABLES } from './store.js';

/**
 * How long after its claim a retry may still fill an old place. Readers look back 30 s when they catch up; these 5 s, the
 * 10 s that a Lambda lives and twice the clocks' skew must fit into that.
 */
const FENCE_MS = 5_000;

/** A retry meets its place taken only when another retry of the same id overtook it: once, rarely twice. */
const ROUNDS = 5;

/** A row that keeps a place empty for ever: a late writer fails on it, a reader never sees it. */
interface Tombstone {
  readonly fenced: true;
}

const TOMBSTONE: Tombstone = { fenced: true };

type Row = Item | Tombstone;

export interface Appended {
  readonly item: Item;
  /** Whether this call stored it; false when an earlier try had. */
  readonly fresh: boolean;
}

/**
 * Writes to a room's log: move the head, claim the id, put the item. Each step is one conditional write, and whatever step a
 * Lambda dies at, a retry with the same id finishes the same append. Knows nothing of who listens.
 */
export class Log {
  readonly #store: Store;
  readonly #heads: Heads;
  readonly #claims: Claims;

  constructor(store: Store) {
    this.#store = store;
    this.#heads = new Heads(store);
    this.#claims = new Claims(store);
  }

  /** Stores a message once for its id. Throws `unavailable` when retries of one id kept overtaking each other. */
  async append(request: MessageRequest): Promise<Appended> {
    const { room_id, user_id, id } = request;
    // Without an id of the sender's there is nothing to find again, so nothing is claimed.
    const key = id === undefined ? undefined : { room_id, user_id, id };
    const item = draft(request);

    let place = await this.#claim(key, room_id);
    for (let round = 0; round < ROUNDS; round++) {
      const isLate = this.#store.now() - place.at > FENCE_MS;
      const placed = { ...item, timestamp: place.timestamp, seq: place.seq };
      const stored = await this.#occupy(place, isLate ? TOMBSTONE : placed, room_id);
      if (!stored && !isLate) return { item: placed, fresh: true };
      if (isSame(stored, item)) return { item: stored, fresh: false };
      place = await this.#reclaim(key, place, room_id);
    }
    throw new WireError(
      'unavailable',
      'unable to store the message; other tries of it are under way; try again',
    );
  }

  /** The place an earlier try took for this id, else a new one. Looking first spares readers a hole in `seq` for every retry. */
  async #claim(key: ClaimKey | undefined, room_id: string): Promise<Place> {
    if (!key) return this.#heads.move(room_id);
    return (await this.#claims.find(key)) ?? this.#claims.make(key, await this.#heads.move(room_id));
  }

  /** Another place, because the old one is fenced or a row of the source document's code stands there. */
  async #reclaim(key: ClaimKey | undefined, old: Place, room_id: string): Promise<Place> {
    if (!key) return this.#heads.move(room_id);
    const current = await this.#claims.find(key);
    if (current && current.timestamp !== old.timestamp) return current;
    return this.#claims.move(key, old, await this.#heads.move(room_id));
  }

  /** Puts a row where none is; otherwise gives back the row that is there. */
  async #occupy(place: Place, row: Row, room_id: string): Promise<Row | undefined> {
    const key = { room_id, timestamp: place.timestamp };
    const put = this.#store.db.send(
      new PutCommand({
        TableName: TABLES.messages,
        Item: { ...row, ...key },
        ConditionExpression: 'attribute_not_exists(room_id)',
      }),
    );
    if (await conditionally(put)) return undefined;
    const get = new GetCommand({ TableName: TABLES.messages, Key: key, ConsistentRead: true });
    return (await this.#store.db.send(get)).Item as Row;
  }
}

function draft({ room_id, user_id, name, text, id = randomUUID() }: MessageRequest): Omit<
  Item,
  'timestamp' | 'seq'
> & {
  readonly id: string;
} {
  return { room_id, user_id, name, message: text, id };
}

function isSame(row: Row | undefined, { id, user_id }: { id: string; user_id: string }): row is Item {
  return row !== undefined && 'id' in row && row.id === id && row.user_id === user_id;
}
