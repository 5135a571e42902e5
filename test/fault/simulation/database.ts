import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { type AttributeValue, ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import dynalite from 'dynalite';
import type { Item } from '../../../src/contract/index.js';
import { TABLES } from '../../../src/lambda/store.js';
import { readService } from '../../../src/local/service.js';

/** One of the AWS SDK's: its name is that of the operation. */
interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Fields;
}

type Fields = Readonly<Record<string, unknown>>;
type Row = Record<string, AttributeValue>;

/** Where values stand in what is asked, and in what is answered. */
const IN = ['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey'];
const OUT = ['Item', 'Attributes', 'LastEvaluatedKey'];

/** dynalite wants a signature, and does not check it. */
const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none',
  'x-amz-date': '20000101T000000Z',
};

/**
 * dynalite, asked in this process in DynamoDB's own JSON: no port, no clock, nothing between a call and its answer but work. The AWS
 * SDK, through which all other tests go, would be a third of that work.
 */
export class Database {
  /** Only sends. */
  readonly db: DynamoDBDocumentClient = Object.assign(Object.create(DynamoDBDocumentClient.prototype), {
    send: (command: Command) => this.#send(command),
  });
  readonly #server: Server = dynalite({ createTableMs: 0 });
  #calls = 0;

  static async start(): Promise<Database> {
    const database = new Database();
    for (const table of readService().tables) await database.#ask('CreateTable', table as unknown as Fields);
    return database;
  }

  /** Whether a call has no answer yet. */
  get isBusy(): boolean {
    return this.#calls > 0;
  }

  /** A room's log, as it lies there. */
  async log(room_id: string): Promise<Item[]> {
    const items: Fields[] = [];
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

  async #send({ constructor: { name }, input }: Command): Promise<Fields> {
    const command = name.replace(/Command$/, '');
    return read(await this.#ask(command === 'Query' ? command : `${command}Item`, written(input)));
  }

  async #ask(operation: string, input: Fields): Promise<Fields> {
    this.#calls += 1;
    try {
      const { status, text } = await this.#answer(operation, JSON.stringify(input));
      const body = JSON.parse(text);
      if (status === 200) return body;
      const details = { message: body.message, $metadata: { httpStatusCode: status } };
      const name = body.__type.split('#')[1];
      if (name === ConditionalCheckFailedException.name) throw new ConditionalCheckFailedException(details);
      throw Object.assign(new Error(body.message), details, { name });
    } finally {
      this.#calls -= 1;
    }
  }

  #answer(operation: string, body: string): Promise<{ status: number; text: string }> {
    return new Promise((resolve) => {
      const headers = { ...HEADERS, 'x-amz-target': `DynamoDB_20120810.${operation}` };
      const request = Object.assign(new EventEmitter(), { method: 'POST', url: '/', headers });
      const response = {
        statusCode: 200,
        setHeader: () => {},
        end: (text: string) => resolve({ status: response.statusCode, text }),
      };
      this.#server.emit(
        'request',
        request as unknown as IncomingMessage,
        response as unknown as ServerResponse,
      );
      request.emit('data', Buffer.from(body));
      request.emit('end');
    });
  }
}

/** A command's input with its values as DynamoDB writes them. */
function written(input: Fields): Fields {
  const { RequestItems, ...fields } = mapped(input, IN, toRow);
  if (!RequestItems) return fields;
  const keysOf = ({ Keys, ...rest }: Fields): Fields => ({ ...rest, Keys: (Keys as Fields[]).map(toRow) });
  return { ...fields, RequestItems: mapped(RequestItems as Fields, Object.keys(RequestItems), keysOf) };
}

/** An answer with its values as JavaScript has them. */
function read(output: Fields): Fields {
  const { Items, Responses, ...fields } = mapped(output, OUT, fromRow);
  const rows = (items: unknown): Fields[] => (items as Row[]).map(fromRow);
  return {
    ...fields,
    ...(Items ? { Items: rows(Items) } : {}),
    ...(Responses ? { Responses: mapped(Responses as Fields, Object.keys(Responses), rows) } : {}),
  };
}

/** The same fields, those of these names as `to` makes them. */
function mapped<Value>(fields: Fields, names: readonly string[], to: (value: Value) => unknown): Fields {
  const changes = names.filter((name) => fields[name]).map((name) => [name, to(fields[name] as Value)]);
  return { ...fields, ...Object.fromEntries(changes) };
}

function toRow(value: Fields): Row {
  return marshall(value, { removeUndefinedValues: true });
}

function fromRow(row: Row): Fields {
  return unmarshall(row, { wrapNumbers: Number });
}
