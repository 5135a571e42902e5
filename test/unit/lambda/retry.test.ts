import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isTransient, pause, retry } from '../../../src/lambda/retry.js';

const never = new AbortController().signal;

function failure(fields: object): Error {
  return Object.assign(new Error('no'), fields);
}

const THROTTLED = failure({ name: 'ThrottlingException' });

describe('a failure', () => {
  for (const fields of [
    { name: 'ProvisionedThroughputExceededException', $metadata: { httpStatusCode: 400 } },
    { name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 400 } },
    { name: 'InternalServerError' },
    { name: 'TimeoutError' },
    { name: 'AbortError' },
    { name: 'Unknown', $metadata: { httpStatusCode: 429 } },
    { name: 'SyntaxError', $metadata: { httpStatusCode: 500 } },
    { code: 'ECONNREFUSED' },
    { code: 'ENOTFOUND' },
  ]) {
    it(`is for now when it is ${JSON.stringify(fields)}`, () => assert.ok(isTransient(failure(fields))));
  }

  for (const fields of [
    {},
    { name: 'ConditionalCheckFailedException', $metadata: { httpStatusCode: 400 } },
    { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 400 } },
    { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' },
  ]) {
    it(`is for good when it is ${JSON.stringify(fields)}`, () => assert.ok(!isTransient(failure(fields))));
  }
});

describe('retry', () => {
  /** Fails so many times. */
  const failing = (times: number, error: Error) => {
    let calls = 0;
    const call = async () => {
      if (++calls <= times) throw error;
      return calls;
    };
    return { call, calls: () => calls };
  };

  it('makes a call again until it succeeds', async () => {
    assert.equal(await retry(failing(3, THROTTLED).call, never), 4);
  });

  it('makes a call once that failed for good', async () => {
    const { call, calls } = failing(1, failure({}));
    await assert.rejects(retry(call, never), /no/);
    assert.equal(calls(), 1);
  });

  it('gives up after eight tries, with the last error', async (context) => {
    context.mock.method(Math, 'random', () => 0);
    const { call, calls } = failing(Number.POSITIVE_INFINITY, THROTTLED);
    await assert.rejects(retry(call, never), THROTTLED);
    assert.equal(calls(), 8);
  });

  it('gives up when the budget is spent, also in the middle of a pause', async (context) => {
    // No pause ends by itself.
    context.mock.method(globalThis, 'setTimeout', () => {});
    const budget = new AbortController();
    const { call, calls } = failing(Number.POSITIVE_INFINITY, THROTTLED);
    const ended = assert.rejects(retry(call, budget.signal), THROTTLED);
    await Promise.resolve();
    budget.abort();
    await ended;
    assert.equal(calls(), 1);
    await assert.rejects(retry(call, budget.signal), { name: 'AbortError' });
    assert.equal(calls(), 1);
  });
});

describe('a pause', () => {
  it('is random in full and at most twice as long after each failure, up to a second', async (context) => {
    const waits = context.mock.method(globalThis, 'setTimeout', queueMicrotask);
    for (const random of [0, 0.5, 1]) {
      context.mock.method(Math, 'random', () => random);
      waits.mock.resetCalls();
      for (let failures = 1; failures <= 8; failures++) await pause(failures, never);
      assert.deepEqual(
        waits.mock.calls.map((call) => (call.arguments as unknown as [unknown, number])[1]),
        [50, 100, 200, 400, 800, 1_000, 1_000, 1_000].map((most) => most * random),
      );
    }
  });
});
