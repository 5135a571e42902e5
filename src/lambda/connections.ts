import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  paginateQuery,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { ConnectQuery } from '../contract/index.js';
import { conditionally, type Store, seconds, TABLES } from './store.js';

/** API Gateway ends every connection after 2 hours, and `$disconnect` is best-effort; the rest is margin. */
const LIFE_MS = (2 * 60 + 5) * 60 * 1000;

/** API Gateway answers 410 for a connection that is still inside `$connect`: a young row is not gone. */
const YOUNG_MS = 10_000;

/** Who is connected to which room. */
export class Connections {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async add(connection_id: string, { room_id, user_id }: ConnectQuery): Promise<void> {
    const timestamp = this.#store.now();
    const expires_at = seconds(timestamp + LIFE_MS);
    await this.#store.db.send(
      new PutCommand({
        TableName: TABLES.connections,
        Item: { room_id, connection_id, user_id, timestamp, expires_at },
      }),
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

  /** The room that a connection is in. */
  async room(connection_id: string): Promise<string | undefined> {
    const { Item } = await this.#store.db.send(
      new GetCommand({ TableName: TABLES.connections, Key: { connection_id }, ConsistentRead: true }),
    );
    return Item?.['room_id'];
  }

  /** The ids of a room's connections while they are few; `undefined` when the room has more rows than `most`. */
  async few(room_id: string, most: number): Promise<string[] | undefined> {
    // DynamoDB counts expired rows too, and says that there is more as soon as it stops at the limit.
    const query = new QueryCommand({ ...this.#query(room_id), Limit: most + 1 });
    const { Items = [], LastEvaluatedKey } = await this.#store.db.send(query);
    return LastEvaluatedKey ? undefined : Items.map((row) => row['connection_id']);
  }

  /** The ids of a room's connections, page by page. */
  async *of(room_id: string): AsyncGenerator<string> {
    for await (const { Items = [] } of paginateQuery({ client: this.#store.db }, this.#query(room_id))) {
      for (const row of Items) yield row['connection_id'];
    }
  }

  /** Rows of the source document's code have no expiry. */
  #query(room_id: string): QueryCommandInput {
    return {
      TableName: TABLES.connections,
      IndexName: 'room_id-user_id-index',
      KeyConditionExpression: 'room_id = :room',
      FilterExpression: 'attribute_not_exists(expires_at) OR expires_at > :now',
      ProjectionExpression: 'connection_id',
      ExpressionAttributeValues: { ':room': room_id, ':now': seconds(this.#store.now()) },
    };
  }
}
