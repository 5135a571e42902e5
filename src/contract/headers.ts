/** The response header that says there is more in the direction asked for, and from which timestamp on. */
export const NEXT_HEADER = 'Chat-Next';

/** What every answer carries besides its type, the gateway's own included: without CORS a browser takes it for a dead network. */
export const ANSWER_HEADERS = {
  'Cache-Control': 'no-store',
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': `${NEXT_HEADER}, Retry-After`,
} as const;

/** The headers of an error's answer: one that may be repeated says when, in seconds. */
export function errorHeaders({ retryable }: { readonly retryable: boolean }): Record<string, string> {
  return { ...ANSWER_HEADERS, ...(retryable && { 'Retry-After': '1' }) };
}
