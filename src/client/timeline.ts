import type { Item } from '../contract/index.js';
import { type Message, messageFromItem } from './message.js';

/** What a room shows: the log as far as it was read, then one's own unsent messages. Frozen; a change makes a new one. */
export interface Timeline {
  readonly stored: readonly Message[];
  readonly pending: readonly Message[];
  /** `stored` and `pending` together, the room's snapshot. */
  readonly messages: readonly Message[];
}

export type TimelineEvent =
  /** Items of the log, in any order and any number of times. */
  | { readonly type: 'items'; readonly items: readonly Item[] }
  /** The room's newest page. What the device's copy holds beside it is out of date. */
  | { readonly type: 'newest'; readonly items: readonly Item[]; readonly copied: readonly Item[] }
  /** All of one's own messages that are not in the log. */
  | { readonly type: 'pending'; readonly pending: readonly Message[] };

const NONE: readonly Message[] = Object.freeze([]);

export const EMPTY: Timeline = Object.freeze({ stored: NONE, pending: NONE, messages: NONE });

/** The only maker of timelines. Gives the same one back when the event changes nothing. */
export function fold(timeline: Timeline, event: TimelineEvent): Timeline {
  const pending = event.type === 'pending' ? event.pending : timeline.pending;
  const stored = event.type === 'pending' ? timeline.stored : merge(kept(timeline, event), event.items);
  if (stored === timeline.stored && pending === timeline.pending) return timeline;
  const messages = pending.length === 0 ? stored : Object.freeze([...stored, ...pending]);
  return Object.freeze({ stored, pending, messages });
}

/** The stored message of this timestamp, if the timeline has it. */
export function find({ stored }: Timeline, timestamp: number): Message | undefined {
  const message = stored[indexOf(stored, timestamp)];
  return message?.timestamp === timestamp ? message : undefined;
}

/** What stays of the stored messages; what the page says again stays the same object. */
function kept({ stored }: Timeline, event: Exclude<TimelineEvent, { type: 'pending' }>) {
  if (event.type === 'items') return stored;
  const old = new Set(event.copied.map(({ timestamp }) => timestamp));
  for (const { timestamp } of event.items) old.delete(timestamp);
  return old.size === 0 ? stored : Object.freeze(stored.filter(({ timestamp }) => !old.has(timestamp)));
}

/** Items have one name and one order, their timestamp. What a row says now wins over what it said before. */
function merge(stored: readonly Message[], items: readonly Item[]): readonly Message[] {
  let merged: Message[] | undefined;
  for (const item of items) {
    // Changes ride along in a later version of the log; they are no messages.
    if (item.kind !== undefined) continue;
    const list = merged ?? stored;
    const index = indexOf(list, item.timestamp);
    const old = list[index]?.timestamp === item.timestamp ? list[index] : undefined;
    const message = messageFromItem(item);
    if (old && isSame(old, message)) continue;
    merged ??= [...stored];
    merged.splice(index, old ? 1 : 0, message);
  }
  return merged ? Object.freeze(merged) : stored;
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

function isSame(a: Message, b: Message): boolean {
  return a.text === b.text && a.name === b.name && a.userId === b.userId && a.id === b.id && a.seq === b.seq;
}
