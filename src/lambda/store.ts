import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { env } from './env.js';
import { retry } from './retry.js';

/** The tables, as serverless.yml names them. */
export const TABLES = {
  messages: 'chatapp-chat-messages',
  connections: 'chatapp-userlist',
  rooms: 'chatapp-rooms',
  messageIds: 'chatapp-message-ids',
  members: 'chatapp-members',
} as const;

/** What everything that reads or writes stands on; a test brings its own database and clock. */
export interface Store {
  readonly db: DynamoDBDocumentClient;
  /** This Lambda's clock, in whole milliseconds since the epoch. No two Lambdas agree on it. */
  now(): number;
}

/** Tries each call once, and for no longer than a live database needs: what is tried again, and for how long, `within` says. */
export function createStore(endpoint = env.dynamodbEndpoint): Store {
  const client = new DynamoDBClient({
    ...(endpoint && { endpoint }),
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  return {
    db: DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
      // By default a large number of an old row becomes a bigint, which JSON cannot say.
      unmarshallOptions: { wrapNumbers: Number },
    }),
    now: Date.now,
  };
}

/**
 * The same store for one request: a call that fails only for now is made again, and none goes on when the budget is spent. A
 * write whose answer is lost may so be made twice; at worst that leaves a hole in `seq`.
 */
export function within(store: Store, budget: AbortSignal): Store {
  const send = (command: never) => retry(() => store.db.send(command, { abortSignal: budget }), budget);
  const db: DynamoDBDocumentClient = Object.create(store.db);
  return { db: Object.assign(db, { send }), now: () => store.now() };
}

/** True when the write was done, false when its condition did not hold. */
export async function conditionally(write: Promise<unknown>): Promise<boolean> {
  return (await unlessRefused(write)) !== undefined;
}

/** The write's result, or `undefined` when its condition did not hold. */
export async function unlessRefused<Output>(write: Promise<Output>): Promise<Output | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

export function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
