import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { WireError } from '../contract/index.js';
import type { Place } from './heads.js';
import { conditionally, type Store, seconds, TABLES } from './store.js';

/** Whose id it is: ids are scoped to room and user. */
export interface ClaimKey {
  readonly room_id: string;
  readonly user_id: string;
  readonly id: string;
}

/** How long the same id gives the same item back. */
const LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/** Which place of the log an id has: what makes a retry finish the first try instead of appending again. */
export class Claims {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** DynamoDB sweeps expired rows late, so an expired claim counts as none. */
  async find(key: ClaimKey): Promise<Place | undefined> {
    const { Item } = await this.#store.db.send(
      new GetCommand({ TableName: TABLES.messageIds, Key: { claim: name(key) }, ConsistentRead: true }),
    );
    if (!Item || Item['expires_at'] <= seconds(this.#store.now())) return undefined;
    const { timestamp, seq, at } = Item as unknown as Place;
    return { timestamp, seq, at };
  }

  /** Gives the id this place if it has none; otherwise the place it has. Throws `unavailable` when its claim vanished meanwhile. */
  make(key: ClaimKey, place: Place): Promise<Place> {
    return this.#put(key, place, 'attribute_not_exists(claim) OR expires_at <= :now', {
      ':now': seconds(this.#store.now()),
    });
  }

  /** Gives the id this place if it still has the `old` one; otherwise the place that somebody else gave it. */
  move(key: ClaimKey, old: Place, place: Place): Promise<Place> {
    return this.#put(
      key,
      place,
      '#timestamp = :old',
      { ':old': old.timestamp },
      { '#timestamp': 'timestamp' },
    );
  }

  async #put(
    key: ClaimKey,
    place: Place,
    ConditionExpression: string,
    ExpressionAttributeValues: Record<string, number>,
    ExpressionAttributeNames?: Record<string, string>,
  ): Promise<Place> {
    const { timestamp, seq, at } = place;
    const made = await conditionally(
      this.#store.db.send(
        new PutCommand({
          TableName: TABLES.messageIds,
          Item: { claim: name(key), timestamp, seq, at, expires_at: seconds(at + LIFE_MS) },
          ConditionExpression,
          ExpressionAttributeValues,
          ExpressionAttributeNames,
        }),
      ),
    );
    const holder = made ? place : await this.find(key);
    if (holder) return holder;
    throw new WireError('unavailable', 'unable to store the message; its id is just being let go; try again');
  }
}

/** JSON keeps ("a", "b c") and ("a b", "c") apart; 3 × 128 code points stay below DynamoDB's 2,048 bytes for a key. */
function name({ room_id, user_id, id }: ClaimKey): string {
  return JSON.stringify([room_id, user_id, id]);
}
