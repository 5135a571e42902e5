import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import type { Context } from 'aws-lambda';

/** Which invocation of which function a line comes from, as Lambda names both. */
interface Invocation {
  readonly request: string | undefined;
  readonly function: string | undefined;
}

const invocations = new AsyncLocalStorage<Invocation>();

/** The language's own errors: their text may quote the value that they are about. */
const QUOTING = new Set([
  'TypeError',
  'SyntaxError',
  'RangeError',
  'ReferenceError',
  'URIError',
  'EvalError',
]);

class Lines extends LogFormatter {
  override formatAttributes(
    { logLevel, timestamp, message }: UnformattedAttributes,
    detail: LogAttributes,
  ): LogItem {
    return new LogItem({
      attributes: { level: logLevel, timestamp: this.formatTimestamp(timestamp), event: message, ...detail },
    });
  }
}

const logger = new Logger({ logFormatter: new Lines() });

/** Runs what an invocation does, so that each line that it reports names the invocation. Tests have no context. */
export function withRequest<Result>(
  context: Pick<Context, 'awsRequestId' | 'functionName'> | undefined,
  run: () => Result,
): Result {
  return invocations.run({ request: context?.awsRequestId, function: context?.functionName }, run);
}

/**
 * Writes one line of JSON for the operator. Never give it a body, a text or a token. A room's id, which may be all that keeps
 * strangers out of an open room, is written as a digest: the first 12 digits of its SHA-256.
 */
export function report(event: string, error: unknown, detail: Readonly<Record<string, string>> = {}): void {
  const { room_id, ...rest } = detail;
  const room = room_id === undefined ? {} : { room: digest(room_id) };
  logger.error(event, { ...invocations.getStore(), ...room, ...rest, ...describe(error) });
}

/** What an error may say in a log. A text that may quote what a user sent stays out; then where it was thrown must do. */
function describe(error: unknown): LogAttributes {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, message } = error;
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  const said = mayQuote(error) ? { at: origin(error) } : { reason: message };
  const named = typeof code === 'string' ? { code } : {};
  return { error: name, ...named, status: $metadata?.httpStatusCode, ...said };
}

/** AWS quotes the request that it refuses ("Value 'x' at 'key' failed to satisfy …"), but for want of a right names only that. */
function mayQuote(error: Error): boolean {
  const isOfAws = '$fault' in error;
  return isOfAws ? !error.name.startsWith('AccessDenied') : QUOTING.has(error.name);
}

/** The innermost place in a file that an error's stack names; the stack follows the error's text. */
function origin({ stack = '', message }: Error): string | undefined {
  const frames = stack.slice(stack.lastIndexOf(message) + message.length);
  return /^ +at (.*:\d+:\d+\)?)$/m.exec(frames)?.[1];
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 12);
}
