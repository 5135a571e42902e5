import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type ChangeRequest, type Item, WireError } from '../contract/index.js';
import type { Place } from './heads.js';
import { Members } from './members.js';
import { messageOf, type RowOnly } from './row.js';
import { conditionally, type Store, TABLES } from './store.js';

/** Edits of one message: each stays in the log, where a page has to read past it. */
const EDITS = 50;

/** What a change needs to know of a message: where it stands. */
interface Target {
  readonly room_id: string;
  readonly target: number;
}

/**
 * What a change does beside its place in the log. It may be done again by a retry, so it is done by version: a message's
 * `edited_at` is the place of its newest change, and an older one changes nothing any more.
 */
export class Changes {
  readonly #store: Store;
  readonly #members: Members;

  constructor(store: Store) {
    this.#store = store;
    this.#members = new Members(store);
  }

  /**
   * Throws `not_found` where there is no message to change, `forbidden` where it is somebody else's and they may not. One that
   * `isBegun` may be done already, all but its place in the log.
   */
  async check(change: ChangeRequest, moderates: boolean, isBegun: boolean): Promise<void> {
    if (!('target' in change)) return;
    const row = await this.state(change);
    if (!row || (row.erased && !isBegun && (change.kind === 'edit' || (await this.#isTold(row))))) {
      throw new WireError('not_found', 'unable to change the message; there is none with this timestamp');
    }
    if (change.kind === 'edit' && !isBegun && (row.edits ?? 0) >= EDITS) {
      throw new WireError(
        'forbidden',
        'unable to change the message; it was edited too often; write another',
      );
    }
    if (row.user_id === change.user_id && row.role !== undefined) return;
    if (change.kind === 'edit' || !moderates) {
      throw new WireError('forbidden', "unable to change the message; it is somebody else's");
    }
  }

  /** Does what a change says, as of this place. Does nothing that was done, or overtaken, already. */
  async apply(change: ChangeRequest, place: Place): Promise<void> {
    switch (change.kind) {
      case 'edit':
        await this.#rewrite(change, 'SET message = :text, edited_at = :place ADD edits :one', NEWER, place, {
          ':text': change.text,
          ':one': 1,
        });
        return;
      case 'delete':
        await this.#erase(change, place);
        return;
      case 'ban':
        await this.#members.ban({ room_id: change.room_id, user_id: change.subject });
        return;
      case 'unban':
        await this.#members.unban({ room_id: change.room_id, user_id: change.subject });
    }
  }

  /** The message that a change is about, as it is now; `undefined` where there is none. */
  async state({ room_id, target }: Target): Promise<(Item & RowOnly) | undefined> {
    const { Item } = await this.#store.db.send(
      new GetCommand({
        TableName: TABLES.messages,
        Key: { room_id, timestamp: target },
        ConsistentRead: true,
      }),
    );
    return messageOf(Item, this.#store.now());
  }

  /** Whether the log says that this message was erased: whoever erased it may have died before. */
  async #isTold({ room_id, erased_by }: Item & RowOnly): Promise<boolean> {
    if (erased_by === undefined) return true;
    const { Item } = await this.#store.db.send(
      new GetCommand({
        TableName: TABLES.messages,
        Key: { room_id, timestamp: erased_by },
        ConsistentRead: true,
      }),
    );
    return Item !== undefined && Item['fenced'] === undefined;
  }

  /** Whatever raced with it: a deleted message stays deleted, and no text of it stays anywhere. */
  async #erase(change: Target, place: Place): Promise<void> {
    const erase = 'SET message = :none, erased = :yes, erased_by = :place';
    const values = { ':none': '', ':yes': true };
    if (await this.#rewrite(change, `${erase}, edited_at = :place`, NEWER, place, values)) return;
    await this.#rewrite(change, erase, 'attribute_exists(room_id)', place, values);
  }

  #rewrite(
    { room_id, target }: Target,
    UpdateExpression: string,
    ConditionExpression: string,
    place: Place,
    values: Record<string, unknown>,
  ): Promise<boolean> {
    return conditionally(
      this.#store.db.send(
        new UpdateCommand({
          TableName: TABLES.messages,
          Key: { room_id, timestamp: target },
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues: { ...values, ':place': place.timestamp },
        }),
      ),
    );
  }
}

/** Also keeps a change from making a row where a retention took one away meanwhile. */
const NEWER =
  'attribute_exists(room_id) AND attribute_not_exists(erased) AND (attribute_not_exists(edited_at) OR edited_at < :place)';
