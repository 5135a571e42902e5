import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyResult, APIGatewayProxyResultV2 } from 'aws-lambda';
import { get, onConnect, onDisconnect, onMessage } from '../../../src/lambda/functions.js';
import type { SocketEvent } from '../../../src/lambda/socket.js';
import { createStore, type Store } from '../../../src/lambda/store.js';
import { getEvent, isWrite, rows, withSend } from '../../unit/lambda/fixture.js';
import { OPEN } from '../../unit/lambda/open.js';
import { faultCase } from '../case.js';
import { Random } from '../simulation/random.js';
import { Backend } from './backend.js';
import { Outage } from './outage.js';

/** Lambda ends a function after this time, and nobody is told why. */
const LIFE_MS = 10_000;

function throttled(): Error {
  return new ProvisionedThroughputExceededException({ message: 'too much', $metadata: {} });
}

/** Asks for a try later, in the contract's words. */
function assertUnavailable({ statusCode, headers, body }: APIGatewayProxyResult): void {
  assert.equal(statusCode, 503, body);
  assert.equal(headers?.['Retry-After'], '1');
  assert.equal(headers?.['Access-Control-Allow-Origin'], '*');
  assertSaysUnavailable(body);
}

function assertSaysUnavailable(body: string | undefined): void {
  const { error } = JSON.parse(body ?? '') as { error: { code: string; retryable: boolean } };
  assert.deepEqual({ ...error, message: '' }, { code: 'unavailable', message: '', retryable: true });
}

/** Without pauses and the log's lines. */
async function quietly<Result>(run: () => Promise<Result>): Promise<Result> {
  const mocks = [mock.method(Math, 'random', () => 0), mock.method(process.stderr, 'write', () => true)];
  try {
    return await run();
  } finally {
    for (const { mock: undo } of mocks) undo.restore();
  }
}

faultCase(
  33,
  'the database throttles 30 % of all calls',
  'each PUT is stored once, by tries of its own or by a retry after its 503',
  async () => {
    const random = new Random(33);
    const backend = new Backend({
      store: withSend((_, send) => (random.chance(0.3) ? Promise.reject(throttled()) : send())),
    });
    await backend.join(['reader', 'another']);
    await quietly(() =>
      Promise.all(
        ['a', 'b', 'c'].map(async (user_id) => {
          for (let count = 0; count < 20; count++) {
            const fields = { user_id, text: `${count}`, id: `${count}` };
            let answer = await backend.put(fields);
            for (; answer.statusCode !== 200; answer = await backend.put(fields)) assertUnavailable(answer);
          }
        }),
      ),
    );
    const log = await backend.assertInvariants();
    for (const user_id of ['a', 'b', 'c']) {
      const texts = log.filter((item) => item.user_id === user_id).map(({ message }) => message);
      assert.deepEqual(
        texts,
        Array.from({ length: 20 }, (_, i) => `${i}`),
      );
    }
  },
);

for (const [step, name] of ['the head’s move', 'the claim', 'the item'].entries()) {
  faultCase(
    33,
    `the database throttles every call from ${name} on`,
    '503 with Retry-After; nothing is stored, and a retry stores it once',
    async () => {
      let writes = 0;
      const backend = new Backend();
      await backend.join(['reader']);
      const first = await backend.stored({ text: 'makes the head' });
      const busy = withSend((command, send) => {
        if (isWrite(command)) writes++;
        return writes > step ? Promise.reject(throttled()) : send();
      });
      assertUnavailable(await quietly(() => backend.put({ id: 'one' }, busy)));
      assert.deepEqual(await rows(backend.room), [first]);
      const item = await backend.stored({ id: 'one' });
      assert.deepEqual(await backend.assertInvariants(), [first, item]);
    },
  );
}

/** Every function that stands on the database, asked at once, with what it answers meanwhile. */
function askAll(backend: Backend, store: Store): Promise<[string, APIGatewayProxyResult][]> {
  const requestContext = { connectionId: `new ${backend.room}` };
  const query = { room_id: backend.room, user_id: 'mina' };
  const socket = (run: (event: SocketEvent) => Promise<APIGatewayProxyResultV2>, event = {}) =>
    run({ requestContext, ...event } as SocketEvent) as Promise<APIGatewayProxyResult>;
  const asked: Record<string, Promise<APIGatewayProxyResult>> = {
    put: backend.put({ id: 'meanwhile' }, store),
    get: get(store, OPEN)(getEvent({ room_id: backend.room })),
    onConnect: socket(onConnect(store, OPEN), { queryStringParameters: query }),
    onMessage: socket(onMessage(store, OPEN), { body: '{"action":"ping"}' }),
    onDisconnect: socket(onDisconnect(store)),
  };
  return Promise.all(Object.entries(asked).map(async ([name, answer]) => [name, await inLife(name, answer)]));
}

async function inLife<Result>(name: string, answer: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} gave no answer in a Lambda's life`)), LIFE_MS);
  });
  return Promise.race([answer, ended]).finally(() => clearTimeout(timer));
}

for (const mode of ['refusing', 'hanging', 'stalling', 'failing'] as const) {
  faultCase(
    34,
    `the database is ${mode}`,
    'every function says so in a Lambda’s life: 503 with Retry-After, an error frame, a refused handshake; and works after',
    async () => {
      const outage = await Outage.open();
      try {
        const store = createStore(outage.endpoint);
        const backend = new Backend({ store });
        await backend.join(['reader']);
        const first = await backend.stored();
        await outage.set(mode);
        const log = mock.method(process.stderr, 'write', () => true);
        const answers = Object.fromEntries(await askAll(backend, store));
        log.mock.restore();
        for (const name of ['put', 'get'] as const) {
          assert.ok(answers[name]);
          assertUnavailable(answers[name]);
        }
        assert.equal(answers['onConnect']?.statusCode, 503);
        assert.equal(answers['onMessage']?.statusCode, 200);
        assertSaysUnavailable(answers['onMessage']?.body);
        await outage.set('well');
        for (const [name, { statusCode }] of await askAll(backend, store))
          assert.equal(statusCode, 200, name);
        const stored = await backend.assertInvariants();
        assert.deepEqual(
          stored.map(({ id }) => id),
          [first.id, 'meanwhile'],
        );
      } finally {
        await outage.close();
      }
    },
  );
}

for (const [name, target] of [
  ['the head’s move', 'UpdateExpression'],
  ['the claim', '"claim"'],
  ['the item', '"message"'],
] as const) {
  faultCase(
    34,
    `the database does ${name} and its answer is lost`,
    'the PUT asks again and answers the one item there is',
    async () => {
      const outage = await Outage.open();
      try {
        const backend = new Backend({ store: createStore(outage.endpoint) });
        await backend.join(['reader']);
        const first = await backend.stored({ text: 'makes the head' });
        let lost = 0;
        const isTarget = (body: string) => body.includes(target) && body.includes('ConditionExpression');
        await outage.set((body) => (isTarget(body) && lost++ === 0 ? 'silent' : 'well'));
        const item = await backend.stored({ id: 'one' });
        assert.ok(lost > 1);
        assert.deepEqual(await backend.assertInvariants(), [first, item]);
      } finally {
        await outage.close();
      }
    },
  );
}
