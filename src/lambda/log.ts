import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import {
  type ChangeRequest,
  type Item,
  type PutRequest,
  type Role,
  type RoomSettings,
  WireError,
} from '../contract/index.js';
import { Changes } from './changes.js';
import { type ClaimKey, Claims } from './claims.js';
import { demandPassage, type HeadRow, Heads, type Place, settingsOf } from './heads.js';
import { Members } from './members.js';
import type { Policy } from './policy.js';
import { itemOf } from './row.js';
import { conditionally, type Store, seconds, TABLES } from './store.js';

/**
 * How long after its claim a retry may still fill an old place. Readers look back 30 s when they catch up; these 5 s, the
 * 10 s that a Lambda lives and twice the clocks' skew must fit into that.
 */
const FENCE_MS = 5_000;

/** A retry meets its place taken only when another retry of the same id overtook it: once, rarely twice. */
const ROUNDS = 5;

/** A row that keeps a place empty for ever: a late writer fails on it, a reader never sees it. */
interface Tombstone {
  readonly fenced: true;
}

const TOMBSTONE: Tombstone = { fenced: true };

type Row = Item | Tombstone;

export interface Appended {
  /** As it is stored; a change with the state of what it changed. */
  readonly item: Item;
  /** Whether this call stored it; false when an earlier try had. */
  readonly fresh: boolean;
}

/** Who writes, as far as the log is concerned. */
export interface Writer {
  readonly moderates: boolean;
  readonly role: Role | undefined;
}

/** How much may be written, and how long it is kept. */
export type LogOptions = Pick<Policy, 'limits' | 'retention'>;

/**
 * Writes to a room's log: move the head, claim the id, put the item. Each step is one conditional write, and whatever step a
 * Lambda dies at, a retry with the same id finishes the same append. Knows nothing of who listens.
 */
export class Log {
  readonly #store: Store;
  readonly #options: LogOptions;
  readonly #heads: Heads;
  readonly #claims: Claims;
  readonly #members: Members;
  readonly #changes: Changes;

  constructor(store: Store, options: LogOptions) {
    this.#store = store;
    this.#options = options;
    this.#heads = new Heads(store);
    this.#claims = new Claims(store);
    this.#members = new Members(store);
    this.#changes = new Changes(store);
  }

  /**
   * Stores a message or a change once for its id. Throws `banned`, `slow_mode`, `rate_limited`, `room_frozen`, `forbidden` and
   * `not_found` before anything is stored, `unavailable` when retries of one id kept overtaking each other.
   */
  async append(request: PutRequest, { moderates, role }: Writer): Promise<Appended> {
    const { room_id, user_id, id } = request;
    // Without an id of the sender's there is nothing to find again, so nothing is claimed.
    const key = id === undefined ? undefined : { room_id, user_id, id };
    // What lets a write in is looked at first, all at once, so that who is refused costs little.
    const [claimed, member, head] = await Promise.all([
      key && this.#claims.find(key),
      this.#members.look(request),
      this.#heads.look(room_id),
    ]);
    const change = 'kind' in request ? request : undefined;
    const settings = change && settingsBy(change);
    const { limits } = this.#options;
    const passage = { moderates, rate: limits.room, ...(settings && { settings }) };
    const item = draft(request, role);
    // What was stored had its effect, which may have been undone since.
    let earlier = change && claimed ? await this.#at(claimed, room_id) : undefined;
    if (!claimed) demandPassage(head, passage, this.#store.now());
    // A retry of what has its place comes within the wait that its own first try began.
    const seconds = moderates ? 0 : settingsOf(head).slow;
    const sending = change || claimed ? undefined : { seconds, id };
    await this.#members.admit(request, limits.user, member, sending);
    if (change && !isSame(earlier, item)) await this.#changes.check(change, moderates, claimed !== undefined);
    const take: Take = (seen) => this.#heads.move(room_id, passage, seen);

    let place = claimed ?? (await this.#claim(key, await take(head)));
    for (let round = 0; round < ROUNDS; round++) {
      const isLate = this.#store.now() - place.at > FENCE_MS;
      const placed = { ...item, timestamp: place.timestamp, seq: place.seq };
      if (change && !isLate && !earlier) await this.#changes.apply(change, place);
      const stored = earlier ?? (await this.#occupy(place, isLate ? TOMBSTONE : placed, room_id));
      if (!stored && !isLate) return { item: await this.#whole(placed), fresh: true };
      if (isSame(stored, item)) return { item: await this.#whole(stored), fresh: false };
      place = await this.#reclaim(key, place, take);
      if (change) earlier = await this.#at(place, room_id);
    }
    throw new WireError(
      'unavailable',
      'unable to store the message; other tries of it are under way; try again',
    );
  }

  /** The place that another try took for this id meanwhile, else this one. */
  async #claim(key: ClaimKey | undefined, place: Place): Promise<Place> {
    return key ? this.#claims.make(key, place) : place;
  }

  /** Another place, because the old one is fenced or a row of the source document's code stands there. */
  async #reclaim(key: ClaimKey | undefined, old: Place, take: Take): Promise<Place> {
    if (!key) return take();
    const current = await this.#claims.find(key);
    if (current && current.timestamp !== old.timestamp) return current;
    return this.#claims.move(key, old, await take());
  }

  /** An edit or a delete with the message as it is now. */
  async #whole(item: Item): Promise<Item> {
    const { room_id, target } = item;
    const state = target === undefined ? undefined : await this.#changes.state({ room_id, target });
    return itemOf({ ...item, ...(state && { state: itemOf(state) }) });
  }

  /** Puts a row where none is; otherwise gives back the row that is there. */
  async #occupy(place: Place, row: Row, room_id: string): Promise<Row | undefined> {
    const key = { room_id, timestamp: place.timestamp };
    const put = this.#store.db.send(
      new PutCommand({
        TableName: TABLES.messages,
        Item: { ...row, ...key, ...this.#expiry(place) },
        ConditionExpression: 'attribute_not_exists(room_id)',
      }),
    );
    return (await conditionally(put)) ? undefined : this.#at(place, room_id);
  }

  async #at({ timestamp }: Place, room_id: string): Promise<Row | undefined> {
    const get = new GetCommand({
      TableName: TABLES.messages,
      Key: { room_id, timestamp },
      ConsistentRead: true,
    });
    return (await this.#store.db.send(get)).Item as Row | undefined;
  }

  #expiry({ timestamp }: Place): { readonly expires_at?: number } {
    const { retention } = this.#options;
    return retention === undefined ? {} : { expires_at: seconds(timestamp + retention) };
  }
}

/** Takes the room's next place; `seen` is its row as a cheap look showed it. */
type Take = (seen?: HeadRow) => Promise<Place>;

type Draft = Omit<Item, 'timestamp' | 'seq'> & { readonly id: string };

/** An edit's text stands in the row of its message alone. */
function draft(request: PutRequest, role: Role | undefined): Draft {
  const { room_id, user_id, name, id = randomUUID() } = request;
  const sender = { room_id, user_id, name, id, ...(role && { role }) };
  if (!('kind' in request)) return { ...sender, message: request.text };
  const { kind } = request;
  return {
    ...sender,
    message: '',
    kind,
    ...('target' in request && { target: request.target }),
    ...('subject' in request && { subject: request.subject }),
    ...('seconds' in request && { seconds: request.seconds }),
  };
}

/** What a change makes of the room, in the very write that takes its place. */
function settingsBy(change: ChangeRequest): Partial<RoomSettings> | undefined {
  if (change.kind === 'slow') return { slow: change.seconds };
  if (change.kind === 'freeze') return { frozen: true };
  return change.kind === 'unfreeze' ? { frozen: false } : undefined;
}

function isSame(row: Row | undefined, { id, user_id }: { id: string; user_id: string }): row is Item {
  return row !== undefined && 'id' in row && row.id === id && row.user_id === user_id;
}
