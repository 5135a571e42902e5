import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { ANSWER_HEADERS, errorHeaders, LIMITS, WireError } from '../contract/index.js';
import { report } from './report.js';
import { isTransient } from './retry.js';

const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', ...ANSWER_HEADERS };

/** Makes a REST function of what answers an event: errors become their JSON here and nowhere else. */
export function rest(answer: (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>) {
  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    try {
      return await answer(event);
    } catch (error) {
      const known = wireError(error);
      return json(known.status, known, errorHeaders(known));
    }
  };
}

export function json(
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyResult {
  return { statusCode, headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) };
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
