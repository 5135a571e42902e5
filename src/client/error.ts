import { type ErrorBody, WIRE_ERRORS, WireError, type WireErrorCode } from '../contract/index.js';

/** What can go wrong on this side of the wire, and whether the same call may succeed later. */
const LOCAL_ERRORS = {
  /** An option, an address or an argument is not usable. */
  invalid_argument: false,
  /** No answer: offline, refused, blocked by CORS, name not found. */
  network: true,
  /** The page's own `getToken` failed, gave no token, or did not answer. */
  token_unavailable: true,
  /** An answer that this client cannot read: a proxy's page, a truncated body. */
  invalid_response: true,
  /** The room was closed by its last user. */
  room_closed: false,
  /** The message was taken away before it was stored. */
  discarded: false,
  /** Too many messages wait to be sent. */
  outbox_full: false,
  /** The first try was days ago: nobody can tell any more whether it was stored. */
  expired: false,
  /** This device keeps nothing: unsent messages live as long as the page. */
  storage_unavailable: false,
  /** The server closed the line for good. */
  refused: false,
} as const;

export type ChatErrorCode = WireErrorCode | keyof typeof LOCAL_ERRORS;

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
    { retryable = isRetryable(code), retryAfter, cause }: ChatErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  /** The backend's own error, as the SDK gives it. A code that only a newer backend knows becomes the nearest one here. */
  static fromBody({ error }: ErrorBody, retryAfter?: number): ChatError {
    const { code, message, retryable } = error;
    const known = isCode(code) ? code : undefined;
    return new ChatError(known ?? (retryable ? 'unavailable' : 'invalid_request'), message, {
      retryable,
      retryAfter,
    });
  }

  /** @internal An error that ended a message for good, as an earlier page kept it. */
  static kept({ code, message }: { readonly code: string; readonly message: string }): ChatError {
    return new ChatError(isCode(code) ? code : 'invalid_request', message, { retryable: false });
  }
}

/** What a parser of the contract gives; its refusal as a `ChatError`. */
export function checked<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw error instanceof WireError ? ChatError.fromBody(error.toJSON()) : error;
  }
}

function isCode(code: string): code is ChatErrorCode {
  return Object.hasOwn(WIRE_ERRORS, code) || Object.hasOwn(LOCAL_ERRORS, code);
}

function isRetryable(code: ChatErrorCode): boolean {
  return code in LOCAL_ERRORS
    ? LOCAL_ERRORS[code as keyof typeof LOCAL_ERRORS]
    : WIRE_ERRORS[code as WireErrorCode].retryable;
}
