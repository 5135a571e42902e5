import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe } from 'node:test';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { report, withRequest } from '../../src/lambda/report.js';
import { TABLES } from '../../src/lambda/store.js';
import { FakeLambda } from '../unit/lambda/errands.js';
import { connect, store, withSend } from '../unit/lambda/fixture.js';
import { FakeGateway } from '../unit/lambda/gateway.js';
import { attackCase } from './case.js';
import { assertRefused, Chat } from './chat.js';

/** Stands in everything that a user sends. */
const SECRET = `planted-${randomUUID()}`;

/** Everything that was written, as it came; the streams go on as before. */
const written: string[] = [];

const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));

before(() => {
  for (const { stream, write } of streams) {
    stream.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
      written.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      return write.call(stream, chunk, ...rest);
    }) as typeof stream.write;
  }
});
after(() => {
  for (const { stream, write } of streams) stream.write = write;
});

/** What was written while something was done. */
interface Output {
  readonly text: string;
  /** The lines for the operator that are in it: others are the test runner's. */
  readonly lines: readonly Record<string, unknown>[];
}

async function outputOf(act: () => Promise<unknown>): Promise<Output> {
  const from = written.length;
  await act();
  const chunks = written.slice(from);
  const lines = chunks.flatMap((chunk) => chunk.split('\n')).filter((line) => line.startsWith('{"level"'));
  return { text: chunks.join(''), lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

function assertSilent({ text }: Output, secrets: readonly string[]): void {
  for (const secret of secrets) {
    assert.ok(!text.includes(secret), `${secret} is in ${text}`);
    assert.ok(!text.includes(Buffer.from(secret).toString('base64url').slice(0, 20)), secret);
  }
}

/** As AWS refuses a request: in words that quote it. */
const quoting = (name: string, $fault: string, httpStatusCode: number) =>
  Object.assign(new Error(`1 validation error: Value '${SECRET}' at 'key' failed`), {
    name,
    $fault,
    $metadata: { httpStatusCode },
  });

/** Errors that tell what they met, each in its own way. */
const BREAKING: readonly (() => unknown)[] = [
  () => quoting('ValidationException', 'client', 400),
  () => quoting('SerializationException', 'client', 400),
  () => JSON.parse(`{"${SECRET}"`),
  () => new TypeError(`Cannot use 'in' operator to search for 'id' in ${SECRET}`),
  () => new RangeError(`The number ${SECRET} cannot be converted`),
  () => new SyntaxError(`x\n    at ${SECRET} (file.js:1:1)`),
  () => SECRET,
  () => ({ message: SECRET }),
];

function broken(error: () => unknown): unknown {
  try {
    return error();
  } catch (thrown) {
    return thrown;
  }
}

const room = { room_id: `room ${SECRET}` };
const user = `user ${SECRET}`;
const name = `name ${SECRET}`;

async function asksEverything(chat: Chat): Promise<string> {
  const rooms = { [room.room_id]: ['read', 'write', 'moderate'] };
  const token = await chat.token(user, { name, rooms, jti: SECRET });
  const headers = {
    Cookie: `session=${SECRET}`,
    'User-Agent': SECRET,
    'X-Forwarded-For': SECRET,
    Referer: `https://good.example/?token=${SECRET}`,
  };
  const body = { ...room, user_id: user, name, id: SECRET, text: SECRET, token: SECRET };
  const connectionId = randomUUID();
  await chat.get(token, { ...room, token, before: '1' }, headers);
  await chat.get(token, { ...room, limit: SECRET }, headers);
  await chat.put(token, body, headers);
  await chat.put(token, { ...body, kind: 'edit', target: 1 }, headers);
  await chat.put(token, { ...body, kind: 'ban', subject: user }, headers);
  await chat.put(token, `{"text": ${SECRET}`, headers);
  await chat.connect(token, { ...room, user_id: user, token }, { ...headers, connectionId });
  await chat.frame(connectionId, { action: 'ping', padding: SECRET });
  await chat.frame(connectionId, { action: 'token', token });
  await chat.frame(connectionId, `${SECRET}`);
  await chat.disconnect(connectionId);
  await chat.get(`${token}x`, room);
  await chat.get(SECRET, room);
  return token;
}

describe('what is logged', () => {
  attackCase(
    56,
    'a secret stands in every field of every request, and all calls of the database break with errors that quote it',
    'each break is one line for the operator, none of which holds the secret, a token or a part of one',
    async () => {
      for (const error of BREAKING) {
        const chat = await Chat.open({ store: withSend(() => Promise.reject(broken(error))) });
        let token = '';
        const output = await outputOf(async () => {
          token = await asksEverything(chat);
        });
        const { lines } = output;
        assert.ok(lines.length >= 6, JSON.stringify(lines));
        assert.deepEqual([...new Set(lines.map(({ event }) => event))], ['unexpected']);
        assertSilent(output, [SECRET, ...token.split('.')]);
      }
    },
  );

  attackCase(
    56,
    'the same, where API Gateway and Lambda break while a room is told',
    'the operator reads which room by a digest, and nothing that was said in it',
    async () => {
      const refusing = new FakeGateway(() => Promise.reject(quoting('ForbiddenException', 'client', 403)));
      const lambda = new FakeLambda(() => {
        throw quoting('InvalidRequestContentException', 'client', 400);
      });
      const chat = await Chat.open({ gateway: refusing, lambda });
      await connect(room.room_id, [randomUUID()]);
      const tokens: string[] = [];
      const output = await outputOf(async () => {
        tokens.push(await asksEverything(chat));
        const many = Array.from({ length: 60 }, () => randomUUID());
        await connect(room.room_id, many);
        tokens.push(await asksEverything(chat));
      });
      const { lines } = output;
      const events = new Set(lines.map(({ event }) => event));
      assert.ok(events.has('posts_failed') && events.has('errand_not_taken'), [...events].join());
      assert.ok(lines.some(({ room: digest }) => /^[\da-f]{12}$/.test(String(digest))));
      assertSilent(output, [SECRET, ...tokens.flatMap((token) => token.split('.'))]);
    },
  );

  attackCase(
    56,
    'the database itself refuses a value, and quotes it',
    'the line has the error’s name, and not its text',
    async () => {
      const client = new DynamoDBClient({ endpoint: process.env['DYNAMODB_ENDPOINT'] ?? '' });
      const Key = { room_id: { S: 'r' }, timestamp: { N: SECRET } };
      const get = new GetItemCommand({ TableName: TABLES.messages, Key });
      const error: unknown = await client.send(get).catch((refusal: unknown) => refusal);
      assert.ok(error instanceof Error && error.message.includes(SECRET), 'the database does not quote');
      const output = await outputOf(async () => report('unexpected', error));
      assert.equal(output.lines[0]?.['error'], 'ValidationException');
      assertSilent(output, [SECRET]);
    },
  );

  attackCase(
    56,
    'two invocations report at the same time',
    'each line is JSON with a level, a time, what happened, and the request and function it comes from',
    async () => {
      const run = (awsRequestId: string, functionName: string) =>
        withRequest({ awsRequestId, functionName }, async () => {
          await store.db.config.region();
          report('unexpected', new Error(`unable to go on; ${awsRequestId}`));
        });
      const { lines } = await outputOf(() => Promise.all([run('one', 'chat_get'), run('two', 'chat_put')]));
      for (const [index, [request, name]] of [
        ['one', 'chat_get'],
        ['two', 'chat_put'],
      ].entries()) {
        const { timestamp, ...line } = lines[index] ?? {};
        assert.match(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        assert.deepEqual(line, {
          level: 'ERROR',
          event: 'unexpected',
          request,
          function: name,
          error: 'Error',
          reason: `unable to go on; ${request}`,
        });
      }
    },
  );

  attackCase(
    56,
    'a token is refused at every door',
    'no answer gives a part of it back, and nothing is logged',
    async () => {
      const chat = await Chat.open();
      const token = await chat.token(SECRET, { exp: 1 });
      const output = await outputOf(async () => {
        for (const answer of [
          await chat.get(token),
          await chat.put(token, {}),
          await chat.connect(token, { user_id: SECRET }),
        ]) {
          assertRefused(answer, 'unauthorized');
          for (const part of token.split('.')) assert.ok(!answer.body.includes(part));
        }
      });
      assert.deepEqual(output.lines, []);
      assertSilent(output, [SECRET, ...token.split('.')]);
    },
  );
});
