import type { Item } from '../contract/index.js';
import { type Message, messageFromItem } from './message.js';
import { Sequence, sequenceOf } from './sequence.js';

/** States of messages that are not here, no more than so many. */
const MOST_EARLY = 500;

/** What a room shows: the log as far as it was read, then one's own unsent messages. Frozen; a change makes a new one. */
export interface Snapshot {
  readonly stored: Sequence;
  readonly pending: readonly Message[];
  /** `stored` and `pending` together. */
  readonly all: Sequence;
  /** Changed messages that are not here: one that comes late comes with what it said before. */
  readonly early: ReadonlyMap<number, Message>;
}

/** Items of the log, in any order and any number of times. What is out of date and not among them goes. */
export interface ItemsEvent {
  readonly type: 'items';
  readonly items: readonly Item[];
  isOutdated?(message: Message): boolean;
}

export type TimelineEvent =
  | ItemsEvent
  /** All of one's own messages that are not in the log. */
  | { readonly type: 'pending'; readonly pending: readonly Message[] };

const NONE = sequenceOf([]);

export const EMPTY: Snapshot = Object.freeze({
  stored: NONE,
  pending: NONE.messages,
  all: NONE,
  early: new Map<number, Message>(),
});

/** The only maker of snapshots. Gives the same one back when the event changes nothing. */
export function fold(snapshot: Snapshot, event: TimelineEvent): Snapshot {
  const isPending = event.type === 'pending';
  const pending = isPending ? event.pending : snapshot.pending;
  const { stored, early } = isPending ? snapshot : merge(kept(snapshot, event), snapshot.early, event.items);
  if (stored === snapshot.stored && pending === snapshot.pending) {
    return early === snapshot.early ? snapshot : Object.freeze({ ...snapshot, early });
  }
  const all = pending.length === 0 ? stored : new Sequence([stored, pending]);
  return Object.freeze({ stored, pending, all, early });
}

/** What stays of the stored messages; what the items say again stays the same object. */
function kept({ stored }: Snapshot, { items, isOutdated }: ItemsEvent): Sequence {
  if (!isOutdated) return stored;
  const named = new Set(items.map(({ timestamp }) => timestamp));
  const stays = stored.messages.filter((message) => named.has(message.timestamp) || !isOutdated(message));
  return stays.length === stored.length ? stored : sequenceOf(stays);
}

/** Items have one name and one order, their timestamp. A change is no message: it brings the state of one. */
function merge(
  stored: Sequence,
  early: Snapshot['early'],
  items: readonly Item[],
): Pick<Snapshot, 'stored' | 'early'> {
  const news = new Map<number, Message>();
  let waiting = early;
  for (const item of items) {
    const row = item.kind === undefined ? item : item.state;
    if (!row) continue;
    const { timestamp } = row;
    const old = news.get(timestamp) ?? stored.find(timestamp);
    const known = old ?? waiting.get(timestamp);
    const said = messageFromItem(row);
    const message = known && isOlder(said, known) ? known : said;
    if (!old && row !== item) {
      if (message !== known)
        waiting = new Map([...waiting, [timestamp, message] as const].slice(-MOST_EARLY));
      continue;
    }
    if (old && isSame(old, message)) continue;
    news.set(timestamp, message);
    if (!old && known) waiting = new Map([...waiting].filter(([other]) => other !== timestamp));
  }
  if (news.size === 0) return { stored, early: waiting };
  const sorted = [...news.values()].sort((a, b) => a.timestamp - b.timestamp);
  return { stored: stored.merge(sorted), early: waiting };
}

/** Whether `a` was overtaken by `b`: what was deleted stays so, and a later change wins. */
function isOlder(a: Message, b: Message): boolean {
  if (a.deleted !== b.deleted) return b.deleted === true;
  return (a.editedAt ?? 0) < (b.editedAt ?? 0);
}

const SAID = ['text', 'name', 'userId', 'id', 'seq', 'role', 'editedAt', 'deleted'] as const;

function isSame(a: Message, b: Message): boolean {
  return SAID.every((field) => a[field] === b[field]);
}
