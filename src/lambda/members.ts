import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Sender, WireError } from '../contract/index.js';
import { bucketOf, slackOf } from './bucket.js';
import type { Rate } from './limits.js';
import { conditionally, type Store, seconds, TABLES } from './store.js';

/** Longer than any slow mode; a user who writes less often needs no row. */
const LIFE_MS = 24 * 60 * 60 * 1000;

/** What was sent further in the future than this was sent by another clock, and counts for nothing. */
const SKEW_MS = 5_000;

/** Between two looks at a row its user may write again, but rarely twice past what was seen. */
const ROUNDS = 5;

/** A user of a room. */
export type MemberKey = Pick<Sender, 'user_id'> & { readonly room_id: string };

/** What a user's row in a room says. */
export interface Member {
  /** See `bucketOf`: what they write. */
  readonly due?: number;
  /** See `bucketOf`: their connections. */
  readonly joined?: number;
  /** When they last wrote a message, by the writing Lambda's clock, and under which id. */
  readonly sent_at?: number;
  readonly sent_id?: string;
  readonly banned?: boolean;
}

/** A message that slow mode counts: `seconds` after the last one, unless it is that one, tried again. */
export interface Sending {
  readonly seconds: number;
  readonly id: string | undefined;
}

/** The parts of an update beside its bucket. */
interface Rule {
  readonly sets: readonly string[];
  readonly conditions: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

const NO_RULE: Rule = { sets: [], conditions: [], values: {} };

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
   * Lets a user write once more. `seen` is what a cheap look showed, and may be out of date. Throws `banned`, `slow_mode` and
   * `rate_limited`; who is refused by `seen` alone costs no write.
   */
  admit(key: MemberKey, rate: Rate, seen: Member, sending?: Sending): Promise<void> {
    const rule = (member: Member, at: number) => (sending ? sendingRule(sending, member, at) : NO_RULE);
    return this.#take(key, 'due', rate, seen, rule);
  }

  /** Lets a user connect once more. Throws `banned` and `rate_limited`. */
  async enter(key: MemberKey, rate: Rate): Promise<void> {
    await this.#take(key, 'joined', rate, await this.look(key), () => NO_RULE);
  }

  async #take(
    key: MemberKey,
    name: keyof typeof TOO_FAST,
    rate: Rate,
    seen: Member,
    ruleOf: (member: Member, at: number) => Rule,
  ): Promise<void> {
    const began = this.#store.now();
    let member = seen;
    for (let round = 0; round < ROUNDS; round++) {
      const at = this.#store.now();
      const slack = round > 0 ? slackOf(began, at) : 0;
      const bucket = bucketOf(member[name], rate, at, { name, slack });
      if (member.banned) throw banned();
      const rule = ruleOf(member, at);
      if (bucket.wait > 0) throw refusal('rate_limited', TOO_FAST[name], bucket.wait);
      const sets = [...bucket.sets, ...rule.sets, 'expires_at = :end'];
      const conditions = [...bucket.conditions, ...rule.conditions, 'attribute_not_exists(banned)'];
      const taken = await this.#update(
        key,
        `SET ${sets.join(', ')}`,
        { ...bucket.values, ...rule.values, ':end': seconds(at + LIFE_MS) },
        conditions.join(' AND '),
      );
      if (taken) return;
      member = await this.look(key, true);
    }
    throw refusal('rate_limited', TOO_FAST[name], 0);
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

const TOO_FAST = {
  due: 'unable to store the message; you write too fast; send it later',
  joined: 'unable to connect; you connect too fast; come later',
} as const;

/** Throws `slow_mode`. */
function sendingRule({ seconds: slow, id }: Sending, { sent_at = 0, sent_id }: Member, at: number): Rule {
  const since = at - slow * 1_000;
  const ahead = at + SKEW_MS;
  // What may have failed after this was done is let in again.
  if (slow > 0 && sent_at > since && sent_at <= ahead && !(id && id === sent_id)) {
    throw refusal('slow_mode', SLOW, sent_at - since);
  }
  const again = id === undefined ? '' : ' OR sent_id = :id';
  const due = `(attribute_not_exists(sent_at) OR sent_at <= :since OR sent_at > :ahead${again})`;
  return {
    sets: ['sent_at = :at', 'sent_id = :id'],
    conditions: slow > 0 ? [due] : [],
    values: { ':at': at, ':id': id ?? '', ...(slow > 0 && { ':since': since, ':ahead': ahead }) },
  };
}

const SLOW = 'unable to store the message; the room is in slow mode; send it later';

function refusal(code: 'slow_mode' | 'rate_limited', message: string, milliseconds: number): WireError {
  return new WireError(code, message, { retryAfter: Math.max(1, Math.ceil(milliseconds / 1_000)) });
}

function banned(): WireError {
  return new WireError('banned', 'unable to answer; a moderator shut you out of this room');
}
