import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { env } from './env.js';

/** The tables, as serverless.yml names them. */
export const TABLES = {
  messages: 'chatapp-chat-messages',
  connections: 'chatapp-userlist',
  rooms: 'chatapp-rooms',
  messageIds: 'chatapp-message-ids',
} as const;

/** What everything that reads or writes stands on; a test brings its own database and clock. */
export interface Store {
  readonly db: DynamoDBDocumentClient;
  /** This Lambda's clock, in whole milliseconds since the epoch. No two Lambdas agree on it. */
  now(): number;
}

export function createStore(endpoint = env.dynamodbEndpoint): Store {
  const client = new DynamoDBClient(endpoint ? { endpoint } : {});
  return {
    db: DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
      // By default a large number of an old row becomes a bigint, which JSON cannot say.
      unmarshallOptions: { wrapNumbers: Number },
    }),
    now: Date.now,
  };
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
