import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { type Database, startDatabase } from '../../../src/local/database.js';
import { readService } from '../../../src/local/service.js';

const { tables, region } = readService();
let database: Database;
let client: DynamoDBClient;

before(async () => {
  database = await startDatabase(tables, undefined);
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  client = new DynamoDBClient({ endpoint: database.endpoint, region, credentials });
});
after(async () => {
  client?.destroy();
  await database?.close();
});

describe('the local database', () => {
  it('has the tables of serverless.yml', async () => {
    const { TableNames } = await client.send(new ListTablesCommand());
    assert.deepEqual(TableNames, [
      'chatapp-chat-messages',
      'chatapp-members',
      'chatapp-message-ids',
      'chatapp-rooms',
      'chatapp-userlist',
    ]);
  });

  for (const { TableName, KeySchema, GlobalSecondaryIndexes } of tables) {
    it(`has ${TableName} with its keys and index`, async () => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      assert.deepEqual(Table?.KeySchema, KeySchema);
      assert.deepEqual(
        Table?.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema: keys, Projection }) => ({
          IndexName,
          KeySchema: keys,
          Projection,
        })),
        GlobalSecondaryIndexes,
      );
      assert.equal(Table?.BillingModeSummary?.BillingMode, 'PAY_PER_REQUEST');
    });
  }

  it('lives on when a client goes away while it sends', async () => {
    const { hostname, port } = new URL(database.endpoint);
    const socket = connect(Number(port), hostname);
    // The answer to the first request says that the server has begun to read the second.
    socket.write(
      'GET / HTTP/1.1\r\nHost: db\r\n\r\nPOST / HTTP/1.1\r\nHost: db\r\nContent-Length: 9\r\n\r\nhalf',
    );
    await once(socket, 'data');
    socket.resetAndDestroy();
    await once(socket, 'close');
    assert.equal((await client.send(new ListTablesCommand())).TableNames?.length, tables.length);
  });
});
