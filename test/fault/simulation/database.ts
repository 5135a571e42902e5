import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import type { Item } from '../../../src/contract/index.js';
import { TABLES } from '../../../src/lambda/store.js';
import { readService } from '../../../src/local/service.js';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

/** What the SDK does for a network that is not here: without it a call costs half. */
const FOR_A_NETWORK = [
  ...['httpSigningMiddleware', 'retryMiddleware', 'recursionDetectionMiddleware'],
  ...['hostHeaderMiddleware', 'getUserAgentMiddleware', 'loggerMiddleware'],
];

/** dynalite wants a signature, and does not check it. */
const SIGNED = {
  authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none',
  'x-amz-date': '20000101T000000Z',
};

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** dynalite, asked by the AWS SDK in this process: no port, no clock, nothing between a call and its answer but work. */
export class Database {
  readonly db: DynamoDBDocumentClient;
  readonly #server: Server;
  #calls = 0;

  private constructor() {
    this.#server = dynalite({ createTableMs: 0 });
    const client = new DynamoDBClient({
      region: 'local',
      endpoint: 'http://dynalite',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: { handle: (request: Request) => this.#handle(request) },
    });
    for (const name of FOR_A_NETWORK) client.middlewareStack.remove(name);
    // As `createStore` translates.
    this.db = DynamoDBDocumentClient.from(client, {
      marshallOptions: { removeUndefinedValues: true },
      unmarshallOptions: { wrapNumbers: Number },
    });
  }

  static async start(): Promise<Database> {
    const database = new Database();
    for (const table of readService().tables) {
      await database.db.send(new CreateTableCommand(table as unknown as CreateTableCommandInput) as never);
    }
    return database;
  }

  /** Whether a call has no answer yet. */
  get isBusy(): boolean {
    return this.#calls > 0;
  }

  /** A room's log, as it lies there. */
  async log(room_id: string): Promise<Item[]> {
    const items: Record<string, unknown>[] = [];
    const pages = paginateQuery(
      { client: this.db },
      {
        TableName: TABLES.messages,
        KeyConditionExpression: 'room_id = :room',
        FilterExpression: 'attribute_not_exists(fenced)',
        ExpressionAttributeValues: { ':room': room_id },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) items.push(...Items);
    return items as unknown as Item[];
  }

  async #handle({ method, path, headers, body }: Request): Promise<{ response: object }> {
    this.#calls += 1;
    try {
      return await new Promise((resolve) => {
        const request = Object.assign(new EventEmitter(), {
          method,
          url: path,
          headers: { ...headers, ...SIGNED },
        });
        const answer = { statusCode: 200, headers: {} as Record<string, string>, body: Readable.from([]) };
        const response = {
          set statusCode(status: number) {
            answer.statusCode = status;
          },
          setHeader: (name: string, value: unknown) => {
            answer.headers[name.toLowerCase()] = String(value);
          },
          end: (text: string) =>
            resolve({ response: { ...answer, body: Readable.from([Buffer.from(text)]) } }),
        };
        this.#server.emit(
          'request',
          request as unknown as IncomingMessage,
          response as unknown as ServerResponse,
        );
        request.emit('data', Buffer.concat([body]));
        request.emit('end');
      });
    } finally {
      this.#calls -= 1;
    }
  }
}
