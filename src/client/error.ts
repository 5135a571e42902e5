import { type ErrorBody, WIRE_ERRORS, WireError, type WireErrorCode } from '../contract/index.js';

/** What can go wrong on this side of the wire, and whether the same call may succeed later. */
const LOCAL_ERRORS = {
  /** An option, an address or an argument is not usable. */
  invalid_argument: false,
  /** No answer: offline, refused, blocked by CORS, name not found. */
  network: true,
  /** An answer that this client cannot read: a proxy's page, a truncated body. */
  invalid_response: true,
  /** The room was closed by its last user. */
  room_closed: false,
  /** The message was taken away before it was stored. */
  discarded: false,
} as const;

export type ChatErrorCode = WireErrorCode | keyof typeof LOCAL_ERRORS;

/**
 * Everything the SDK throws, rejects with or reports. The message reads "unable to …; reason".
 *
 * `code` is stable and made for programs; `retryable` says whether the same call may succeed later. `cause` holds the
 * error underneath, if there is one.
 */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly code: ChatErrorCode;
  readonly retryable: boolean;

  constructor(
    code: ChatErrorCode,
    message: string,
    { retryable = isRetryable(code), cause }: { retryable?: boolean; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
  }

  /** The backend's own error, as the SDK gives it. A code that only a newer backend knows becomes the nearest one here. */
  static fromBody({ error }: ErrorBody): ChatError {
    const { code, message, retryable } = error;
    if (code in WIRE_ERRORS) return new ChatError(code as WireErrorCode, message, { retryable });
    return new ChatError(retryable ? 'unavailable' : 'invalid_request', message, { retryable });
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

function isRetryable(code: ChatErrorCode): boolean {
  return code in LOCAL_ERRORS
    ? LOCAL_ERRORS[code as keyof typeof LOCAL_ERRORS]
    : WIRE_ERRORS[code as WireErrorCode].retryable;
}
