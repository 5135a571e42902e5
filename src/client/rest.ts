import ky, { type KyInstance, type Options } from 'ky';
import {
  chatUrl,
  type Item,
  NEXT_HEADER,
  type PageQuery,
  type PutRequest,
  parseErrorBody,
  parseItem,
  parseJson,
  parsePage,
} from '../contract/index.js';
import { Wait } from './backoff.js';
import { ChatError, type ChatErrorCode } from './error.js';
import type { TokenSource } from './token-source.js';

/** Twice what a cold Lambda with a cold database may take, and beyond API Gateway's own limit for a busy one. */
const TIMEOUT_MS = 15_000;

const MOST_RETRY_AFTER_S = 300;

export interface Page {
  /** Oldest first. */
  readonly items: readonly Item[];
  /** There is more in the direction asked for, from this timestamp on. */
  readonly next?: number | undefined;
}

interface Answer {
  readonly response: Response;
  readonly text: string;
}

/**
 * `GET /chat` and `PUT /chat` of one room. Every failure is a `ChatError`; nothing is tried twice here, but for a request whose
 * token was refused.
 */
export class Rest {
  readonly #api: string;
  readonly #tokens: TokenSource | undefined;
  readonly #timeout: number;
  readonly #ky: KyInstance;

  constructor(
    api: string,
    fetch: typeof globalThis.fetch | undefined,
    tokens?: TokenSource,
    timeout = TIMEOUT_MS,
  ) {
    this.#api = api;
    this.#tokens = tokens;
    this.#timeout = timeout;
    // ky would retry a PUT by itself, and its own timeout ends with the headers: a body may still stall for ever. Its errors
    // hold the request, and so the token.
    this.#ky = ky.create({
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      credentials: 'omit',
      ...(fetch && { fetch }),
    });
  }

  /** The sender's name is the token's, where that says one: they may have been renamed since they wrote. */
  async put(request: PutRequest, signal?: AbortSignal): Promise<Item> {
    const what = 'kind' in request ? 'make the change' : 'send the message';
    const options = (): Options => ({
      method: 'put',
      json: { ...request, name: this.#tokens?.now?.name ?? request.name },
    });
    const { body } = await this.#request(what, chatUrl(this.#api), options, signal);
    return parseItem(body) ?? unreadable(what);
  }

  async page(query: { readonly room_id: string } & Partial<PageQuery>, signal?: AbortSignal): Promise<Page> {
    const what = 'load messages';
    const { body, headers } = await this.#request(what, chatUrl(this.#api, query), () => ({}), signal);
    const next = headers.get(NEXT_HEADER);
    return { items: parsePage(body) ?? unreadable(what), next: next ? Number(next) : undefined };
  }

  /** One request with its whole answer, within the time-out and until `signal` ends it. */
  async #request(
    what: string,
    url: string,
    options: () => Options,
    signal?: AbortSignal,
  ): Promise<{ body: unknown; headers: Headers }> {
    const ending = new AbortController();
    const end = (): void => ending.abort();
    const late = new Wait();
    const answer = async (isLast = false): Promise<Answer> => {
      const tokens = await this.#tokens?.load();
      const token = await tokens?.current();
      ending.signal.throwIfAborted();
      late.start(this.#timeout, () => ending.abort(timeout(what, this.#timeout)));
      const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
      const response = await this.#ky(url, { ...options(), headers, signal: ending.signal });
      const text = await response.text();
      const isRefused = response.status === 401 && tokens?.refuse(token) && !isLast;
      return isRefused ? answer(true) : { response, text };
    };
    // A `fetch` of the caller's own may not heed its signal.
    const ended = new Promise<never>((_, reject) => {
      ending.signal.addEventListener('abort', () => reject(ending.signal.reason));
    });
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    try {
      const { response, text } = await Promise.race([answer(), ended]);
      const body = parseJson(text);
      if (!response.ok) throw refusal(what, response, body);
      return { body, headers: response.headers };
    } catch (error) {
      throw error instanceof ChatError ? error : unreachable(what, error);
    } finally {
      late.cancel();
      signal?.removeEventListener('abort', end);
    }
  }
}

function unreadable(what: string): never {
  throw new ChatError(
    'invalid_response',
    `unable to ${what}; the answer is not one of a chat backend; check "api"`,
  );
}

function timeout(what: string, milliseconds: number): ChatError {
  return new ChatError('timeout', `unable to ${what}; no answer within ${milliseconds / 1000} s`);
}

function unreachable(what: string, cause: unknown): ChatError {
  return new ChatError('network', `unable to ${what}; the server cannot be reached`, { cause });
}

function refusal(what: string, { status, headers }: Response, body: unknown): ChatError {
  const retryAfter = retryAfterOf(headers);
  const known = parseErrorBody(body);
  if (known) return ChatError.fromBody(known, retryAfter);
  const message = `unable to ${what}; the server answered ${status}`;
  return new ChatError(codeOf(status), message, { retryAfter, cause: new Error(`HTTP status ${status}`) });
}

/** `Retry-After` in milliseconds. Its other form, a date, no part of this backend sends; and who asks for hours waits minutes. */
function retryAfterOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get('Retry-After') || Number.NaN);
  return seconds >= 0 ? Math.min(seconds, MOST_RETRY_AFTER_S) * 1000 : undefined;
}

/** What answers say that are not the backend's own: a proxy's, or a wrong address's. */
const CODES: Readonly<Record<number, ChatErrorCode>> = {
  401: 'unauthorized',
  403: 'not_found',
  404: 'not_found',
  408: 'timeout',
  429: 'rate_limited',
  504: 'timeout',
};

function codeOf(status: number): ChatErrorCode {
  return CODES[status] ?? (status < 500 ? 'invalid_request' : 'unavailable');
}
