/** The response header that says there is more in the direction asked for, and from which timestamp on. */
export const NEXT_HEADER = 'Chat-Next';

interface Retryable {
  readonly retryable: boolean;
  /** Seconds. */
  readonly retryAfter: number;
}

/**
 * What every answer carries besides its type, the gateway's own included: without CORS a browser takes it for a dead
 * network. `origin` is the one that may read it, or `*`; without one no page of another origin may.
 */
export function answerHeaders(origin: string | undefined): Record<string, string> {
  return {
    'Cache-Control': 'no-store',
    ...(origin !== undefined && {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': `${NEXT_HEADER}, Retry-After`,
    }),
    ...(origin !== '*' && { Vary: 'Origin' }),
  };
}

/** The headers of an error's answer: one that may be repeated says when, in seconds. */
export function errorHeaders(error: Retryable, origin: string | undefined): Record<string, string> {
  return {
    ...answerHeaders(origin),
    ...(error.retryable && { 'Retry-After': String(Math.ceil(error.retryAfter)) }),
  };
}
