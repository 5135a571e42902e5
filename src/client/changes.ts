import {
  type Change,
  cleanText,
  type Item,
  type PutRequest,
  parseMessageRequest,
  type Right,
} from '../contract/index.js';
import { backoff } from './backoff.js';
import { ChatError, checked } from './error.js';
import { createId } from './id.js';
import { type Message, messageFromItem } from './message.js';
import type { User } from './room-source.js';
import type { Standing } from './standing.js';

/** How often a change is tried while its error is retryable. */
const TRIES = 4;

const WHAT = 'make the change';

export type Put = (request: PutRequest, signal: AbortSignal) => Promise<Item>;

/** What changes stand on. */
export interface ChangesParts {
  readonly room_id: string;
  readonly user: User;
  readonly put: Put;
  readonly standing: Standing;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
  /** The stored message of this timestamp, as it is shown. */
  find(timestamp: number): Message | undefined;
  rights(): readonly Right[] | undefined;
  /** The change is in the log. */
  done(item: Item): void;
}

/**
 * Changes to a room and its messages, each under one id for all its tries. Each resolves when it is in the log; rejects with a
 * `ChatError`, without a request (`forbidden`) where the user has no right to it.
 */
export class Changes {
  readonly #parts: ChangesParts;

  constructor(parts: ChangesParts) {
    this.#parts = parts;
  }

  async edit(target: number, draft: string): Promise<Message> {
    const { room_id, user } = this.#parts;
    const text = typeof draft === 'string' ? cleanText(draft) : draft;
    const request = checked(() => parseMessageRequest({ room_id, user_id: user.id, name: user.name, text }));
    return changed(await this.#make({ kind: 'edit', target, text: request.text }, 'write'));
  }

  async delete(target: number): Promise<Message> {
    try {
      return changed(await this.#make({ kind: 'delete', target }, 'write', 'moderate'));
    } catch (error) {
      // Somebody else was faster.
      const message = this.#parts.find(target);
      if (message?.deleted && (error as ChatError).code === 'not_found') return message;
      throw error;
    }
  }

  /** What only a moderator may do. */
  async moderate(change: Change): Promise<void> {
    await this.#make(change, 'moderate');
  }

  /** Any of the `needed` rights will do. */
  #make(change: Change, ...needed: readonly Right[]): Promise<Item> {
    return this.#parts.standing.whileOpen(WHAT, () => this.#put(change, needed));
  }

  async #put(change: Change, needed: readonly Right[]): Promise<Item> {
    const { room_id, user, put, signal, rights, done } = this.#parts;
    if (!needed.some((right) => rights()?.includes(right))) {
      const reason = `the right to ${needed.join(' or ')} in this room is missing`;
      throw new ChatError('forbidden', `unable to ${WHAT}; ${reason}`);
    }
    const request = { room_id, user_id: user.id, name: user.name, id: createId(), ...change };
    for (let attempt = 1; ; attempt++) {
      try {
        const item = await put(request, signal);
        done(item);
        return item;
      } catch (reason) {
        const { retryable, retryAfter = 0 } = reason as ChatError;
        if (!retryable || attempt === TRIES || signal.aborted) throw reason;
        await pause(backoff(attempt) + retryAfter, signal);
      }
    }
  }
}

/** The message that was changed, as it is now. */
function changed({ state }: Item): Message {
  if (state) return messageFromItem(state);
  throw new ChatError('not_found', 'unable to show the changed message; it is gone');
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
