import {
  DeleteCommand,
  GetCommand,
  type NativeAttributeValue,
  PutCommand,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { ConnectQuery } from '../contract/index.js';
import { conditionally, type Store, seconds, TABLES } from './store.js';

/** API Gateway ends every connection after 2 hours, and `$disconnect` is best-effort; the rest is margin. */
const LIFE_MS = (2 * 60 + 5) * 60 * 1000;

/** API Gateway answers 410 for a connection that is still inside `$connect`: a young row is not gone. */
const YOUNG_MS = 10_000;

/** A connection's row. */
export interface Connection extends ConnectQuery {
  readonly connection_id: string;
  /** When its token ends, in seconds since the epoch; absent where none is needed. */
  readonly token_expires_at?: number;
}

/** Who is connected to which room. */
export class Connections {
  /** Connections that were met on the way and whose token has ended: to be closed by whoever may. */
  readonly ended: string[] = [];
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async add(connection: Connection): Promise<void> {
    const { connection_id, room_id, user_id, token_expires_at } = connection;
    const timestamp = this.#store.now();
    const expires_at = seconds(timestamp + LIFE_MS);
    await this.#store.db.send(
      new PutCommand({
        TableName: TABLES.connections,
        Item: { room_id, connection_id, user_id, timestamp, expires_at, token_expires_at },
      }),
    );
  }

  /** Lets a connection go on under another token, if it is still there. */
  async extend(connection_id: string, token_expires_at: number): Promise<boolean> {
    return conditionally(
      this.#store.db.send(
        new UpdateCommand({
          TableName: TABLES.connections,
          Key: { connection_id },
          UpdateExpression: 'SET token_expires_at = :end',
          ConditionExpression: 'attribute_exists(connection_id)',
          ExpressionAttributeValues: { ':end': token_expires_at },
        }),
      ),
    );
  }

  async remove(connection_id: string): Promise<void> {
    await this.#store.db.send(new DeleteCommand({ TableName: TABLES.connections, Key: { connection_id } }));
  }

  /** Removes a connection that a post found gone, unless it has only just come. */
  async removeGone(connection_id: string): Promise<void> {
    await conditionally(
      this.#store.db.send(
        new DeleteCommand({
          TableName: TABLES.connections,
          Key: { connection_id },
          ConditionExpression: '#timestamp < :young',
          ExpressionAttributeNames: { '#timestamp': 'timestamp' },
          ExpressionAttributeValues: { ':young': this.#store.now() - YOUNG_MS },
        }),
      ),
    );
  }

  async find(connection_id: string): Promise<Connection | undefined> {
    const { Item } = await this.#store.db.send(
      new GetCommand({ TableName: TABLES.connections, Key: { connection_id }, ConsistentRead: true }),
    );
    return Item as Connection | undefined;
  }

  /** Whether a connection's token has ended. */
  hasEnded({ token_expires_at }: Pick<Connection, 'token_expires_at'>): boolean {
    return token_expires_at !== undefined && token_expires_at * 1_000 <= this.#store.now();
  }

  /** How many connections a room has, or one user has there; counts no further than just beyond `most`. */
  async count(room_id: string, most: number, user_id?: string): Promise<number> {
    let count = 0;
    const query = { ...this.#query(room_id, user_id), Limit: most + 1 };
    for await (const { Count = 0 } of paginateQuery({ client: this.#store.db }, query)) {
      count += Count;
      if (count > most) break;
    }
    return count;
  }

  /** The ids of a room's connections while they are few; `undefined` when the room has more rows than `most`. */
  async few(room_id: string, most: number): Promise<string[] | undefined> {
    // DynamoDB counts expired rows too, and says that there is more as soon as it stops at the limit.
    const query = new QueryCommand({ ...this.#query(room_id), Limit: most + 1 });
    const { Items, LastEvaluatedKey } = await this.#store.db.send(query);
    return LastEvaluatedKey ? undefined : [...this.#live(Items)];
  }

  /** The ids of a room's connections, or of one user's there, page by page. */
  async *of(room_id: string, user_id?: string): AsyncGenerator<string> {
    for await (const { Items } of paginateQuery({ client: this.#store.db }, this.#query(room_id, user_id))) {
      yield* this.#live(Items);
    }
  }

  *#live(rows: readonly Record<string, NativeAttributeValue>[] = []): Generator<string> {
    for (const { connection_id, token_expires_at } of rows) {
      if (this.hasEnded({ token_expires_at })) this.ended.push(connection_id);
      else yield connection_id;
    }
  }

  /** Rows of the source document's code have no expiry. */
  #query(room_id: string, user_id?: string): QueryCommandInput {
    return {
      TableName: TABLES.connections,
      IndexName: 'room_id-user_id-index',
      KeyConditionExpression:
        user_id === undefined ? 'room_id = :room' : 'room_id = :room AND user_id = :user',
      FilterExpression: 'attribute_not_exists(expires_at) OR expires_at > :now',
      ProjectionExpression: 'connection_id, token_expires_at',
      ExpressionAttributeValues: {
        ':room': room_id,
        ':now': seconds(this.#store.now()),
        ...(user_id !== undefined && { ':user': user_id }),
      },
    };
  }
}
