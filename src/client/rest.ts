import ky, { HTTPError, type KyInstance, type Options } from 'ky';
import {
  chatUrl,
  type Item,
  type MessageRequest,
  NEXT_HEADER,
  type PageQuery,
  parseErrorBody,
  parseItem,
  parseJson,
  parsePage,
} from '../contract/index.js';
import { ChatError, type ChatErrorCode } from './error.js';

/** Twice what a cold Lambda with a cold database may take, and beyond API Gateway's own limit for a busy one. */
const TIMEOUT_MS = 15_000;

const MOST_RETRY_AFTER_S = 300;

export interface Page {
  /** Oldest first. */
  readonly items: readonly Item[];
  /** There is more in the direction asked for, from this timestamp on. */
  readonly next?: number;
}

/** `GET /chat` and `PUT /chat`. Every failure is a `ChatError`; nothing is tried twice here. */
export class Rest {
  readonly #api: string;
  readonly #timeout: number;
  readonly #ky: KyInstance;

  constructor(api: string, fetch: typeof globalThis.fetch | undefined, timeout = TIMEOUT_MS) {
    this.#api = api;
    this.#timeout = timeout;
    // ky would retry a PUT by itself, and its own timeout ends with the headers: a body may still stall for ever.
    this.#ky = ky.create({ retry: 0, timeout: false, credentials: 'omit', ...(fetch && { fetch }) });
  }

  async put(request: MessageRequest, signal?: AbortSignal): Promise<Item> {
    const what = 'send the message';
    const { body } = await this.#request(what, chatUrl(this.#api), { method: 'put', json: request }, signal);
    return parseItem(body) ?? unreadable(what);
  }

  async page(query: { readonly room_id: string } & Partial<PageQuery>, signal?: AbortSignal): Promise<Page> {
    const what = 'load messages';
    const { body, headers } = await this.#request(what, chatUrl(this.#api, query), {}, signal);
    const next = headers.get(NEXT_HEADER);
    return { items: parsePage(body) ?? unreadable(what), ...(next && { next: Number(next) }) };
  }

  async #answer(url: string, options: Options): Promise<{ body: unknown; headers: Headers }> {
    const response = await this.#ky(url, options);
    return { body: parseJson(await response.text()), headers: response.headers };
  }

  /** One request with its whole answer, within the time-out and until `signal` ends it. */
  async #request(
    what: string,
    url: string,
    options: Options,
    signal?: AbortSignal,
  ): Promise<{ body: unknown; headers: Headers }> {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      abort();
    }, this.#timeout);
    signal?.addEventListener('abort', abort);
    // A `fetch` of the caller's own may not heed its signal.
    const aborted = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
    });
    if (signal?.aborted) abort();
    try {
      return await Promise.race([this.#answer(url, { ...options, signal: controller.signal }), aborted]);
    } catch (error) {
      throw isLate ? timeout(what, this.#timeout) : await chatError(what, error);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
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

async function chatError(what: string, cause: unknown): Promise<ChatError> {
  if (cause instanceof HTTPError) {
    const { response } = cause;
    const retryAfter = retryAfterOf(response.headers);
    const body = parseErrorBody(parseJson(await response.text().catch(() => '')));
    if (body) return ChatError.fromBody(body, retryAfter);
    const { status } = response;
    const message = `unable to ${what}; the server answered ${status}`;
    return new ChatError(codeOf(status), message, { retryAfter, cause });
  }
  return new ChatError('network', `unable to ${what}; the server cannot be reached`, { cause });
}

/** `Retry-After` in milliseconds. Its other form, a date, no part of this backend sends; and who asks for hours waits minutes. */
function retryAfterOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get('Retry-After') || Number.NaN);
  return seconds >= 0 ? Math.min(seconds, MOST_RETRY_AFTER_S) * 1000 : undefined;
}

/** For answers that are not the backend's own: a proxy's, or a wrong address's. */
function codeOf(status: number): ChatErrorCode {
  if (status === 429) return 'rate_limited';
  if (status === 408 || status === 504) return 'timeout';
  if (status >= 500) return 'unavailable';
  return status === 404 || status === 403 ? 'not_found' : 'invalid_request';
}
