import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { WireError } from '../../../src/contract/index.js';
import { readBody, rest } from '../../../src/lambda/http.js';
import { OPEN } from './open.js';

function event(fields: Partial<APIGatewayProxyEvent>): APIGatewayProxyEvent {
  return fields as APIGatewayProxyEvent;
}

function named(name: string): Error {
  return Object.assign(new Error('arn:aws:dynamodb:ap-northeast-2:123:table/secret'), { name });
}

describe('rest', () => {
  const cases: [string, Error, number, string, string | undefined][] = [
    [
      'a refusal as itself',
      new WireError('invalid_request', 'unable to test; no'),
      400,
      'invalid_request',
      undefined,
    ],
    ['a throttled database', named('ProvisionedThroughputExceededException'), 503, 'unavailable', '1'],
    ['a throttled call', named('ThrottlingException'), 503, 'unavailable', '1'],
    ['anything else', named('ResourceNotFoundException'), 500, 'internal', '1'],
  ];
  for (const [description, thrown, status, code, retryAfter] of cases) {
    it(`answers ${description} with ${status} ${code} and no text of AWS`, async (context) => {
      const report = context.mock.method(process.stderr, 'write', () => true);
      const answer = await rest(OPEN, () => Promise.reject(thrown))(event({}));
      const { error } = JSON.parse(answer.body);
      assert.equal(answer.statusCode, status);
      assert.equal(error.code, code);
      assert.equal(error.retryable, status >= 500);
      assert.match(error.message, /^unable to .*; /);
      assert.equal(answer.headers?.['Retry-After'], retryAfter);
      assert.equal(answer.headers?.['Access-Control-Allow-Origin'], '*');
      assert.doesNotMatch(answer.body, /arn:/);
      assert.equal(report.mock.callCount(), thrown instanceof WireError ? 0 : 1);
    });
  }
});

describe('readBody', () => {
  it('reads JSON, plain or in base64', () => {
    const body = '{"text":"안녕"}';
    assert.deepEqual(readBody(event({ body, isBase64Encoded: false })), { text: '안녕' });
    const encoded = Buffer.from(body).toString('base64');
    assert.deepEqual(readBody(event({ body: encoded, isBase64Encoded: true })), { text: '안녕' });
  });

  it('refuses what is no JSON, or no UTF-8', () => {
    for (const [body, isBase64Encoded] of [
      [null, false],
      ['', false],
      ['{', false],
      [Buffer.from([0x22, 0xff, 0x22]).toString('base64'), true],
    ] as const) {
      assert.throws(() => readBody(event({ body, isBase64Encoded })), { code: 'invalid_request' });
    }
  });

  it('refuses more than 32 KB before it parses', () => {
    const parse = mock.method(JSON, 'parse');
    assert.throws(() => readBody(event({ body: `"${'가'.repeat(11_000)}"`, isBase64Encoded: false })), {
      code: 'body_too_large',
    });
    assert.equal(parse.mock.callCount(), 0);
    parse.mock.restore();
  });
});
