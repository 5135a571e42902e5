import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Sender, WireError } from '../contract/index.js';
import { bucketOf } from './bucket.js';
import type { Rate } from './limits.js';
import { conditionally, type Store, seconds, TABLES } from './store.js';

/** Longer than any slow mode; a user who writes less often needs no row. */
const LIFE_MS = 24 * 60 * 60 * 1000;

/** Between two looks at a row its user may write again, but rarely twice past what was seen. */
const ROUNDS = 5;

/** A user of a room. */
export type MemberKey = Pick<Sender, 'user_id'> & { readonly room_id: string };

/** What a user's row in a room says. */
export interface Member {
  /** See `bucketOf`: what they write. */
  readonly due?: number;
  /** When they last wrote, by the writing Lambda's clock. */
  readonly sent_at?: number;
  readonly banned?: boolean;
}

/** What each user may do and does in a room: one row for both, so that a write is let in by one update. */
export class Members {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** A user's row, at half the price where it may be a moment old. */
  async look({ room_id, user_id }: MemberKey, ConsistentRead = false): Promise<Member> {
    const { Item } = await this.#store.db.send(
      new GetCommand({ TableName: TABLES.members, Key: { room_id, user_id }, ConsistentRead }),
    );
    return (Item ?? {}) as Member;
  }

  /** Throws `banned`. */
  async demand(key: MemberKey): Promise<void> {
    if ((await this.look(key)).banned) throw banned();
  }

  /**
   * Lets a user write once more, at most once in `slow` seconds if there are any. `seen` is what a cheap look showed, and may be out of
   * date. Throws `banned`, `slow_mode` and `rate_limited`; who is refused by `seen` alone costs no write.
   */
  async admit(key: MemberKey, rate: Rate, slow: number, seen: Member): Promise<void> {
    let member = seen;
    const isSlow = slow > 0;
    for (let round = 0; round < ROUNDS; round++) {
      const at = this.#store.now();
      const bucket = bucketOf(member.due, rate, at);
      if (member.banned) throw banned();
      const { sent_at = 0 } = member;
      // What was sent in the future was sent by another clock.
      if (isSlow && sent_at <= at) wait('slow_mode', sent_at + slow * 1_000 - at);
      wait('rate_limited', bucket.wait);
      const conditions = [...bucket.conditions, 'attribute_not_exists(banned)'];
      const values = { ...bucket.values, ':at': at, ':end': seconds(at + LIFE_MS) };
      if (isSlow) conditions.push('(attribute_not_exists(sent_at) OR sent_at <= :since OR sent_at > :at)');
      const admitted = await this.#update(
        key,
        `SET ${bucket.sets.join(', ')}, sent_at = :at, expires_at = :end`,
        isSlow ? { ...values, ':since': at - slow * 1_000 } : values,
        conditions.join(' AND '),
      );
      if (admitted) return;
      member = await this.look(key, true);
    }
    throw refusal('rate_limited', 0);
  }

  /** A ban has no end of its own, so its row has none either. */
  async ban(key: MemberKey): Promise<void> {
    await this.#update(key, 'SET banned = :yes REMOVE expires_at', { ':yes': true });
  }

  async unban(key: MemberKey): Promise<void> {
    const end = seconds(this.#store.now() + LIFE_MS);
    await this.#update(key, 'SET expires_at = :end REMOVE banned', { ':end': end });
  }

  #update(
    { room_id, user_id }: MemberKey,
    UpdateExpression: string,
    ExpressionAttributeValues: Record<string, unknown>,
    ConditionExpression?: string,
  ): Promise<boolean> {
    return conditionally(
      this.#store.db.send(
        new UpdateCommand({
          TableName: TABLES.members,
          Key: { room_id, user_id },
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues,
        }),
      ),
    );
  }
}

const REFUSALS = {
  slow_mode: 'unable to store the message; the room is in slow mode; send it later',
  rate_limited: 'unable to store the message; you write too fast; send it later',
} as const;

function wait(code: keyof typeof REFUSALS, milliseconds: number): void {
  if (milliseconds > 0) throw refusal(code, milliseconds);
}

function refusal(code: keyof typeof REFUSALS, milliseconds: number): WireError {
  return new WireError(code, REFUSALS[code], { retryAfter: Math.max(1, Math.ceil(milliseconds / 1_000)) });
}

function banned(): WireError {
  return new WireError('banned', 'unable to answer; a moderator shut you out of this room');
}
