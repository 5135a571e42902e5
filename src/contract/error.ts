/** Every code that an answer or a frame of the backend may carry, with its HTTP status and whether the same request may succeed later. */
export const WIRE_ERRORS = {
  invalid_request: { status: 400, retryable: false },
  unauthorized: { status: 401, retryable: false },
  forbidden: { status: 403, retryable: false },
  banned: { status: 403, retryable: false },
  room_frozen: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  not_connected: { status: 410, retryable: true },
  body_too_large: { status: 413, retryable: false },
  rate_limited: { status: 429, retryable: true },
  slow_mode: { status: 429, retryable: true },
  internal: { status: 500, retryable: true },
  unavailable: { status: 503, retryable: true },
  timeout: { status: 504, retryable: true },
} as const;

export type WireErrorCode = keyof typeof WIRE_ERRORS;

/** The body of every answer that is not a 200, and of an `error` frame. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean };
}

interface WireErrorOptions extends ErrorOptions {
  /** In how many seconds the same request may succeed. */
  readonly retryAfter?: number;
}

/** What the backend throws and answers. The message reads "unable to …; reason". */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: WireErrorCode;
  /** Seconds, for the header `Retry-After`; 1 unless something else was said. */
  readonly retryAfter: number;

  constructor(code: WireErrorCode, message: string, { retryAfter = 1, ...options }: WireErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return WIRE_ERRORS[this.code].status;
  }

  get retryable(): boolean {
    return WIRE_ERRORS[this.code].retryable;
  }

  toJSON(): ErrorBody {
    return { error: { code: this.code, message: this.message, retryable: this.retryable } };
  }
}

/** Reads an error body; `undefined` when the value is not one (a proxy's HTML, an older gateway's text). */
export function parseErrorBody(value: unknown): ErrorBody | undefined {
  const error = (value as { error?: unknown } | null | undefined)?.error as
    | { code?: unknown; message?: unknown; retryable?: unknown }
    | null
    | undefined;
  if (typeof error?.code !== 'string' || typeof error.message !== 'string') return undefined;
  return { error: { code: error.code, message: error.message, retryable: error.retryable === true } };
}
