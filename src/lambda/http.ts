import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { answerHeaders, errorHeaders, LIMITS, WireError } from '../contract/index.js';
import type { Caller } from './caller.js';
import type { Policy } from './policy.js';
import { report, withRequest } from './report.js';
import { isTransient } from './retry.js';

const TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

const BEARER = /^Bearer +([^ ]+) *$/i;

/** What a REST function answers with 200. */
export interface Answer {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Makes a REST function of what answers a request of somebody who may come: a page of an origin that is listed, with a token
 * that is good, where there has to be one. Errors become their JSON here and nowhere else.
 */
export function rest(
  { gate, origins }: Policy,
  answer: (event: APIGatewayProxyEvent, caller: Caller) => Promise<Answer>,
) {
  return (event: APIGatewayProxyEvent, context?: Context): Promise<APIGatewayProxyResult> =>
    withRequest(context, async () => {
      const origin = header(event, 'origin');
      const reader = origins.readers(origin);
      try {
        if (!origins.admits(origin)) throw notListed();
        const caller = await gate.identify(BEARER.exec(header(event, 'authorization') ?? '')?.[1]);
        const { body, headers } = await answer(event, caller);
        return json(200, body, { ...answerHeaders(reader), ...headers });
      } catch (error) {
        const known = wireError(error);
        return json(known.status, known, errorHeaders(known, reader));
      }
    });
}

/** A header of a request. API Gateway leaves its name as the client wrote it. */
export function header({ headers }: { headers?: Headers | null }, name: string): string | undefined {
  return Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}

export function notListed(): WireError {
  return new WireError('forbidden', "unable to answer; this page's origin is not one of this chat's");
}

type Headers = Readonly<Record<string, string | undefined>>;

function json(statusCode: number, body: unknown, headers: Record<string, string>): APIGatewayProxyResult {
  return { statusCode, headers: { ...TYPE, ...headers }, body: JSON.stringify(body) };
}

/** What may leave. Anything unexpected is reported to the operator and leaves as `internal`, without its text. */
export function wireError(error: unknown): WireError {
  if (error instanceof WireError) return error;
  const isBusy = isTransient(error);
  report(isBusy ? 'unavailable' : 'unexpected', error);
  return isBusy
    ? new WireError('unavailable', 'unable to answer; the service is busy; try again in a second', {
        cause: error,
      })
    : new WireError('internal', 'unable to answer; an unexpected error occurred; try again later', {
        cause: error,
      });
}

/** The JSON of a request's body. Throws `invalid_request` or `body_too_large`. */
export function readBody({ body, isBase64Encoded }: APIGatewayProxyEvent): unknown {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > LIMITS.bodyBytes) {
    throw new WireError(
      'body_too_large',
      `unable to read the body; it has ${bytes.length} bytes, the limit is ${LIMITS.bodyBytes}`,
    );
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new WireError('invalid_request', 'unable to read the body; it is not JSON in UTF-8');
  }
}
