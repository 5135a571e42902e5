import { expect } from '@open-wc/testing';
import type { ChatError } from '../../../src/client/error.js';
import { Rest } from '../../../src/client/rest.js';
import { Tokens } from '../../../src/client/tokens.js';
import { deferred } from './fixture.js';
import { sourceOf } from './token-backend.js';

const failure = (call: Promise<unknown>): Promise<ChatError> =>
  call.then(
    () => expect.fail('it did not fail'),
    (error: ChatError) => error,
  );

describe('rest', () => {
  it('ends an answer whose body stalls', async () => {
    const stalling = async (_: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      const signal = init?.signal ?? (_ as Request).signal;
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('[{"room'));
          signal.addEventListener('abort', () => controller.error(signal.reason));
        },
      });
      return new Response(body);
    };
    const rest = new Rest('http://localhost', stalling, undefined, 20);
    const error = await failure(rest.page({ room_id: 'r' }));
    expect(error).to.include({ code: 'timeout', retryable: true });
    expect(error.message).to.equal('unable to load messages; no answer within 0.02 s');
  });

  it('ends when its caller ends it', async () => {
    const never = (_: RequestInfo | URL, init?: RequestInit): Promise<Response> =>
      new Promise((_resolve, reject) => {
        const signal = init?.signal ?? (_ as Request).signal;
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const ending = new AbortController();
    const call = failure(new Rest('http://localhost', never).page({ room_id: 'r' }, ending.signal));
    ending.abort();
    expect((await call).code).to.equal('network');
  });

  it('ends when its caller ends it while it waits for a token, and asks for nothing when that comes', async () => {
    const answer = deferred<string>();
    let requests = 0;
    const fetch = async () => {
      requests++;
      return Response.json([]);
    };
    const tokens = new Tokens('r', 'mina', () => answer.promise);
    const rest = new Rest('http://localhost', fetch, sourceOf(tokens));
    const ending = new AbortController();
    const call = failure(rest.page({ room_id: 'r' }, ending.signal));
    ending.abort();
    expect((await call).code).to.equal('network');
    answer.resolve('token');
    await tokens.current();
    await rest.page({ room_id: 'r' });
    expect(requests).to.equal(1);
  });

  it('hands on that there is no token, and asks for nothing', async () => {
    const tokens = new Tokens('r', 'mina', () => Promise.reject(new Error('away')));
    const rest = new Rest('http://localhost', () => expect.fail('it asked'), sourceOf(tokens));
    const error = await failure(rest.page({ room_id: 'r' }));
    expect(error).to.include({ code: 'token_unavailable', retryable: true });
  });

  it('ends although its fetch heeds no signal', async () => {
    const rest = new Rest('http://localhost', () => new Promise(() => {}), undefined, 20);
    expect((await failure(rest.page({ room_id: 'r' }))).code).to.equal('timeout');
    const gone = new Rest('http://localhost', () => new Promise(() => {}));
    expect((await failure(gone.page({ room_id: 'r' }, AbortSignal.abort()))).code).to.equal('network');
  });

  const answers: [string, Response, string][] = [
    ['a page of HTML', new Response('<html>'), 'invalid_response'],
    ['an object', Response.json({}), 'invalid_response'],
    ['a proxy’s 502', new Response('oops', { status: 502 }), 'unavailable'],
    ['a bare 429', new Response('', { status: 429 }), 'rate_limited'],
    ['a bare 504', new Response('', { status: 504 }), 'timeout'],
    ['a bare 401', new Response('', { status: 401 }), 'unauthorized'],
    ['a bare 403', new Response('', { status: 403 }), 'not_found'],
    ['a bare 400', new Response('', { status: 400 }), 'invalid_request'],
  ];
  for (const [description, response, code] of answers) {
    it(`calls ${description} ${code}`, async () => {
      const rest = new Rest('http://localhost', async () => response);
      const error = await failure(rest.page({ room_id: 'r' }));
      expect(error.code).to.equal(code);
      expect(error.message).to.match(/^unable to load messages; ./);
    });
  }

  const body = { error: { code: 'unavailable', message: 'unable to test; busy', retryable: true } };
  const waits: [string | undefined, number | undefined][] = [
    ['2', 2_000],
    ['0', 0],
    ['86400', 300_000],
    ['-1', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    [undefined, undefined],
  ];
  for (const [header, milliseconds] of waits) {
    it(`hands on Retry-After: ${header} as ${milliseconds} ms`, async () => {
      const headers = new Headers(header === undefined ? {} : { 'Retry-After': header });
      const rest = new Rest('http://localhost', async () => Response.json(body, { status: 503, headers }));
      const error = await failure(rest.page({ room_id: 'r' }));
      expect(error).to.include({ code: 'unavailable', retryAfter: milliseconds });
    });
  }
});
