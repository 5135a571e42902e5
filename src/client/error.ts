import { type ErrorBody, WIRE_ERRORS, WireError } from '../contract/index.js';

const FINAL = { retryable: false };
const PASSING = { retryable: true };

/** What can go wrong, and whether the same call may succeed later. */
const ERRORS = {
  ...WIRE_ERRORS,
  /** An option, an address or an argument is not usable. */
  invalid_argument: FINAL,
  /** No answer: offline, refused, blocked by CORS, name not found. */
  network: PASSING,
  /** The page's own `getToken` failed, gave no token, or did not answer. */
  token_unavailable: PASSING,
  /** An answer that this client cannot read: a proxy's page, a truncated body. */
  invalid_response: PASSING,
  /** The room was closed by its last user. */
  room_closed: FINAL,
  /** The message was taken away before it was stored. */
  discarded: FINAL,
  /** Too many messages wait to be sent. */
  outbox_full: FINAL,
  /** The first try was days ago: nobody can tell any more whether it was stored. */
  expired: FINAL,
  /** This device keeps nothing: unsent messages live as long as the page. */
  storage_unavailable: FINAL,
  /** The server closed the line for good. */
  refused: FINAL,
} as const;

export type ChatErrorCode = keyof typeof ERRORS;

interface ChatErrorOptions {
  readonly retryable?: boolean;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/**
 * Everything the SDK throws, rejects with or reports. The message reads "unable to …; reason".
 *
 * `code` is stable and made for programs; `retryable` says whether the same call may succeed later, `retryAfter` not before how
 * many milliseconds, if the server said so. `cause` holds the error underneath, if there is one.
 */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: ChatErrorCode;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;

  constructor(
    code: ChatErrorCode,
    message: string,
    { retryable = ERRORS[code].retryable, retryAfter, cause }: ChatErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  /** The backend's own error, as the SDK gives it. A code that only a newer backend knows becomes the nearest one here. */
  static fromBody({ error }: ErrorBody, retryAfter?: number): ChatError {
    const { code, message, retryable } = error;
    const nearest = retryable ? 'unavailable' : 'invalid_request';
    return new ChatError(isCode(code) ? code : nearest, message, { retryable, retryAfter });
  }
}

/** What a parser of the contract gives; its refusal as a `ChatError`. */
export function checked<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw error instanceof WireError ? new ChatError(error.code, error.message) : error;
  }
}

function isCode(code: string): code is ChatErrorCode {
  return Object.hasOwn(ERRORS, code);
}
