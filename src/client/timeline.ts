import type { Item } from '../contract/index.js';
import { type Message, messageFromItem } from './message.js';

/** States of messages that are not here, no more than so many. */
const MOST_EARLY = 500;

/** What a room shows: the log as far as it was read, then one's own unsent messages. Frozen; a change makes a new one. */
export interface Timeline {
  readonly stored: readonly Message[];
  readonly pending: readonly Message[];
  /** `stored` and `pending` together, the room's snapshot. */
  readonly messages: readonly Message[];
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

const NONE: readonly Message[] = Object.freeze([]);

export const EMPTY: Timeline = Object.freeze({
  stored: NONE,
  pending: NONE,
  messages: NONE,
  early: new Map<number, Message>(),
});

/** The only maker of timelines. Gives the same one back when the event changes nothing. */
export function fold(timeline: Timeline, event: TimelineEvent): Timeline {
  const isPending = event.type === 'pending';
  const pending = isPending ? event.pending : timeline.pending;
  const { stored, early } = isPending ? timeline : merge(kept(timeline, event), timeline.early, event.items);
  if (stored === timeline.stored && pending === timeline.pending) {
    return early === timeline.early ? timeline : Object.freeze({ ...timeline, early });
  }
  const messages = pending.length === 0 ? stored : Object.freeze([...stored, ...pending]);
  return Object.freeze({ stored, pending, messages, early });
}

/** The stored message of this timestamp, if the timeline has it. */
export function find({ stored }: Timeline, timestamp: number): Message | undefined {
  const message = stored[indexOf(stored, timestamp)];
  return message?.timestamp === timestamp ? message : undefined;
}

/** What stays of the stored messages; what the items say again stays the same object. */
function kept({ stored }: Timeline, { items, isOutdated }: ItemsEvent) {
  if (!isOutdated) return stored;
  const named = new Set(items.map(({ timestamp }) => timestamp));
  const stays = stored.filter((message) => named.has(message.timestamp) || !isOutdated(message));
  return stays.length === stored.length ? stored : Object.freeze(stays);
}

/** Items have one name and one order, their timestamp. A change is no message: it brings the state of one. */
function merge(
  stored: readonly Message[],
  early: Timeline['early'],
  items: readonly Item[],
): Pick<Timeline, 'stored' | 'early'> {
  let merged: Message[] | undefined;
  let waiting = early;
  for (const item of items) {
    const row = item.kind === undefined ? item : item.state;
    if (!row) continue;
    const { timestamp } = row;
    const list = merged ?? stored;
    const index = indexOf(list, timestamp);
    const old = list[index]?.timestamp === timestamp ? list[index] : undefined;
    const known = old ?? waiting.get(timestamp);
    const said = messageFromItem(row);
    const message = known && isOlder(said, known) ? known : said;
    if (!old && row !== item) {
      if (message !== known)
        waiting = new Map([...waiting, [timestamp, message] as const].slice(-MOST_EARLY));
      continue;
    }
    if (old && isSame(old, message)) continue;
    merged ??= [...stored];
    merged.splice(index, old ? 1 : 0, message);
    if (!old && known) waiting = new Map([...waiting].filter(([other]) => other !== timestamp));
  }
  return { stored: merged ? Object.freeze(merged) : stored, early: waiting };
}

/** Whether `a` was overtaken by `b`: what was deleted stays so, and a later change wins. */
function isOlder(a: Message, b: Message): boolean {
  if (a.deleted !== b.deleted) return b.deleted === true;
  return (a.editedAt ?? 0) < (b.editedAt ?? 0);
}

/** Where this timestamp stands, or would stand. Most of what arrives is newer than all there is. */
function indexOf(list: readonly Message[], timestamp: number): number {
  const last = list.at(-1);
  if (!last || last.timestamp < timestamp) return list.length;
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as Message).timestamp < timestamp) low = middle + 1;
    else high = middle;
  }
  return low;
}

const SAID = ['text', 'name', 'userId', 'id', 'seq', 'role', 'editedAt', 'deleted'] as const;

function isSame(a: Message, b: Message): boolean {
  return SAID.every((field) => a[field] === b[field]);
}
