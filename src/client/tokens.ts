import { LIMITS, type Right, rightsIn, unverifiedClaims } from '../contract/index.js';
import { backoff, Wait } from './backoff.js';
import { ChatError } from './error.js';
import { Rules } from './rules.js';

/** What a room token is asked for. */
export interface TokenRequest {
  /** The room's id. */
  readonly room: string;
  /**
   * - `connect`: a line is about to be opened, or the first request to be made;
   * - `expiring`: the last token ends soon, or has ended;
   * - `unauthorized`: the backend refused the last one.
   */
  readonly reason: 'connect' | 'expiring' | 'unauthorized';
}

/** Gets a room token from the site's own server. May be called again at any time; each token may be used until it ends. */
export type GetToken = (request: TokenRequest) => Promise<string> | string;

/** Whoever does not answer in this time will not. */
const ANSWER_MS = 15_000;

/** A token is renewed so long before its end, or when half its life is left: a hidden page's timers are a minute late. */
const AHEAD_MS = 75_000;

/** Not more often, whatever a token says of its life. */
const LEAST_MS = 1_000;

/** By how little is left of a token, a device's clock that is ahead cannot be told from an old token: so much is believed. */
const LEAST_LEFT_S = 20;

/** A token that came for a refused one, and is refused this soon, is no reason to ask for a third. */
const REFUSED_MS = 10_000;

/** What goes into a header and into a subprotocol as it is; both would quote anything else in an error. */
const SENDABLE = /^[\w.~-]+$/;

/** What can be read of a token. Times are of the clock that only goes on. */
interface Reading {
  readonly user?: string;
  readonly name?: string;
  readonly rights?: readonly Right[];
  readonly ends: number;
  /** When to ask for the next one; absent where nobody can tell. */
  readonly due?: number;
}

interface Held extends Reading {
  readonly token: string;
  readonly reason: TokenRequest['reason'];
  readonly since: number;
}

/** The page's function gave another user's token, as it does when somebody else has signed in: it is not used. */
class OthersToken extends ChatError {
  constructor(retryAfter?: number) {
    super('forbidden', 'unable to use the room token; its "sub" is not the id of this user', { retryAfter });
  }
}

/** One room's tokens: one at a time, asked for once by all who wait for it, less and less often while none comes. */
export class Tokens {
  readonly #room: string;
  readonly #user: string;
  readonly #getToken: GetToken;
  readonly #changed: () => void;
  #held: Held | undefined;
  #rights: readonly Right[] | undefined;
  #isRefused = false;
  /** Whether the one that came for a refused one was refused, too. */
  #isHopeless = false;
  #asking: Promise<string> | undefined;
  #attempt = 0;
  /** Nobody is asked before. */
  #until = 0;
  /** Why none came. */
  #failure: unknown;

  /** `user` is the id of whom they have to be; `changed` is called when the rights are not what they were. */
  constructor(room: string, user: string, getToken: GetToken, changed = () => {}) {
    this.#room = room;
    this.#user = user;
    this.#getToken = getToken;
    this.#changed = changed;
  }

  /** What moderators set for the room, as far as one of its visits reads it: without tokens nobody is one. */
  rules(): Rules {
    return new Rules(this.#user);
  }

  /** The user's name as the token says it. */
  get name(): string | undefined {
    return this.#held?.name;
  }

  /** What the token allows in the room; `undefined` while there is none that says it. */
  get rights(): readonly Right[] | undefined {
    return this.#rights;
  }

  /** In how many milliseconds the next one should be asked for; `undefined` where nobody can tell. */
  get delay(): number | undefined {
    const due = this.#held?.due;
    return due === undefined ? undefined : due - performance.now();
  }

  /** One that is good, as far as can be told here. Rejects as `fresh` does. */
  async current(): Promise<string> {
    const held = this.#held;
    if (held && !this.#isRefused && performance.now() < held.ends) return held.token;
    return this.fresh(held ? 'expiring' : 'connect');
  }

  /**
   * A new one, or the one that has just come for a refused one. Rejects with a `ChatError`, also while it is too soon to ask again: `token_unavailable`, or `forbidden` where it is
   * another user's.
   */
  async fresh(reason: TokenRequest['reason']): Promise<string> {
    if (reason === 'connect' && this.#isReplaced && !this.#isHopeless) return this.current();
    this.#asking ??= this.#ask(this.#isRefused ? 'unauthorized' : reason).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Gives `next` each new token ahead of the last one's end, until the returned function is called; `refused` says why there is no next. */
  renew(next: (token: string) => void, refused: (error: ChatError) => void): () => void {
    const due = new Wait();
    let isOver = false;
    const wait = (delay = this.delay): void => {
      if (delay !== undefined) due.start(delay, () => void renew());
    };
    const renew = async (): Promise<void> => {
      const given = await this.fresh('expiring').catch((error: ChatError) => error);
      if (isOver) return;
      if (typeof given === 'string') {
        next(given);
        wait();
      } else if (given.retryable) wait(given.retryAfter);
      else refused(given);
    };
    wait();
    return () => {
      isOver = true;
      due.cancel();
    };
  }

  /** The backend refused this one. False where another would be refused, too. */
  refuse(token: string | undefined): boolean {
    if (this.#held?.token !== token) return true;
    this.#isHopeless = this.#isReplaced;
    if (this.#isHopeless) return false;
    this.#isRefused = true;
    return true;
  }

  /** What is written waits until its writer is back, as for any token: it is sent under no other's, and is not lost for one. */
  waiting(error: ChatError): ChatError {
    return error instanceof OthersToken ? unavailable(error.retryAfter) : error;
  }

  /** Somebody asked not to wait. */
  hurry(): void {
    this.#until = 0;
  }

  /** Whether a refused one was replaced just now. */
  get #isReplaced(): boolean {
    const { reason, since } = this.#held ?? {};
    return reason === 'unauthorized' && performance.now() < (since ?? 0) + REFUSED_MS;
  }

  async #ask(reason: TokenRequest['reason']): Promise<string> {
    const wait = this.#until - performance.now();
    if (wait > 0) throw refusal(this.#failure, wait);
    try {
      const token = await this.#answer(reason);
      this.#hold(token, reason);
      this.#attempt = 0;
      return token;
    } catch (cause) {
      this.#failure = cause;
      this.#attempt += 1;
      const delay = backoff(this.#attempt);
      this.#until = performance.now() + delay;
      throw refusal(cause, delay);
    }
  }

  async #answer(reason: TokenRequest['reason']): Promise<string> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('it does not answer')), ANSWER_MS);
    });
    try {
      const token = await Promise.race([this.#getToken({ room: this.#room, reason }), late]);
      if (typeof token === 'string' && SENDABLE.test(token)) return token;
      throw new Error('it gave no token');
    } finally {
      clearTimeout(timer);
    }
  }

  #hold(token: string, reason: TokenRequest['reason']): void {
    const { rights, user = this.#user, ...reading } = read(token, this.#room);
    if (user !== this.#user) throw new OthersToken();
    this.#held = { token, reason, since: performance.now(), ...reading };
    this.#isRefused = false;
    if (String(rights) === String(this.#rights)) return;
    this.#rights = rights;
    this.#changed();
  }
}

/** A device's clock may be a day off, so it never makes a life longer. */
function read(token: string, room: string): Reading {
  const claims = unverifiedClaims(token);
  if (!claims) return { ends: Number.POSITIVE_INFINITY };
  const { iat, exp, sub: user, name, rooms } = claims;
  const left = exp - Date.now() / 1_000;
  const lives = [exp - Number(iat), left > 0 ? Math.max(left, LEAST_LEFT_S) : 0].filter((life) => life > 0);
  const life = Math.min(LIMITS.tokenSeconds, ...lives) * 1_000;
  // Spread, or all who lost one server together would ask together from then on.
  const ahead = Math.min(life / 2, AHEAD_MS) * (1 + Math.random() / 5);
  const now = performance.now();
  return {
    user,
    name,
    rights: rightsIn(rooms, room),
    ends: now + life,
    due: now + Math.max(LEAST_MS, life - ahead),
  };
}

function refusal(cause: unknown, retryAfter: number): ChatError {
  return cause instanceof OthersToken ? new OthersToken(retryAfter) : unavailable(retryAfter, cause);
}

function unavailable(retryAfter: number | undefined, cause?: unknown): ChatError {
  const message = 'unable to get a room token; "getToken" failed, or gave none; asking again';
  return new ChatError('token_unavailable', message, { retryAfter, cause });
}
