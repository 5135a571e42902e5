import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import dynalite from 'dynalite';
import { outliveAborts } from './aws-differences.js';
import { LocalError } from './local-error.js';
import type { Table } from './service.js';

export interface Database {
  readonly endpoint: string;
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 10 * 60_000;

/** DynamoDB for one stack: in memory, or in a folder that keeps it. */
export async function startDatabase(tables: readonly Table[], data: string | undefined): Promise<Database> {
  if (data !== undefined) await checkFolder(data);
  const server = dynalite({ createTableMs: 0, ...(data !== undefined && { path: resolve(data) }) });
  outliveAborts(server);
  // A connection that rests in a client's pool for Node's own 5 s would be closed just as the next request comes.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((closed, failed) => {
      server.close((error) => (error ? failed(error) : closed()));
      server.closeAllConnections();
    });
  try {
    await Promise.all(tables.map((table) => create(endpoint, table)));
  } catch (error) {
    await close();
    throw error;
  }
  return { endpoint, close };
}

async function create(endpoint: string, table: Table): Promise<void> {
  const { __type: refusal = '', ...answer } = await call(endpoint, 'CreateTable', table);
  // A folder that was used before has its tables.
  if (refusal !== '' && !refusal.endsWith('ResourceInUseException')) {
    throw new Error(`unable to make table ${table.TableName}; ${refusal} ${JSON.stringify(answer)}`);
  }
}

/** One request to DynamoDB. The SDK is not worth its load time here, and dynalite checks no signature. */
async function call(
  endpoint: string,
  operation: string,
  input: object,
): Promise<{ readonly __type?: string }> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `DynamoDB_20120810.${operation}`,
      'X-Amz-Date': '20000101T000000Z',
      Authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none',
    },
    body: JSON.stringify(input),
  });
  return (await answer.json()) as { readonly __type?: string };
}

/** dynalite opens its folder at the first request, and an error there ends the process. */
async function checkFolder(data: string): Promise<void> {
  const { Level } = createRequire(createRequire(import.meta.url).resolve('dynalite'))('level') as {
    Level: new (path: string) => { open(): Promise<void>; close(): Promise<void> };
  };
  try {
    mkdirSync(data, { recursive: true });
    const level = new Level(resolve(data));
    await level.open();
    await level.close();
  } catch (error) {
    const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    const reason = code === 'LEVEL_LOCKED' ? 'another process uses it' : message;
    throw new LocalError(`unable to keep data in ${data}; ${reason}; give --data another folder`);
  }
}
