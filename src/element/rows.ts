import type { Gap, Message, Timeline } from '../client/index.js';

/** What stands in the list, top to bottom. */
export type Row = DayRow | GapRow | UnreadRow | MessageRow;

export interface DayRow {
  readonly kind: 'day';
  readonly key: string;
  readonly at: number;
}

/** Stands right before the message above which messages may be missing, so that no group reaches across. */
export interface GapRow {
  readonly kind: 'gap';
  /** Stays what it is while the gap is filled from above. */
  readonly key: string;
  readonly gap: Gap;
}

/** Stands right before the first message that came while nobody looked. */
export interface UnreadRow {
  readonly kind: 'unread';
  readonly key: string;
}

export interface MessageRow {
  readonly kind: 'message';
  /** Unique among the rows, and the same before and after one's own message is stored. */
  readonly key: string;
  readonly message: Message;
  /** When it was written, for display: never before the row above it. */
  readonly at: number;
  readonly own: boolean;
  /** Whether it starts, and whether it ends, a group of consecutive messages of one sender. */
  readonly first: boolean;
  readonly last: boolean;
}

/** A message at its place in the list. */
interface Placed {
  readonly message: Message;
  readonly at: number;
  /** The last gap above it. */
  readonly gap: Gap | undefined;
  readonly isUnread: boolean;
}

/** Consecutive messages of one sender stand together unless this much time lies between two of them. */
const PAUSE = 5 * 60_000;

/** Who looks at a room, and what stands between its messages. */
interface Room {
  readonly userId: string;
  readonly gaps?: readonly Gap[];
  /** From this timestamp on nobody has seen them. */
  readonly unread?: number | undefined;
}

/** Lays out the messages of a room from `start` up to `end` as the user sees them. */
export function layRows(
  messages: Timeline,
  { userId, gaps = [], unread = Number.POSITIVE_INFINITY }: Room,
  { start, end } = { start: 0, end: messages.length },
): readonly Row[] {
  const rows: Row[] = [];
  const keys = new Set<string>();
  const place = (index: number, at = 0): Placed | undefined => {
    const message = messages.at(index);
    if (index < 0 || !message) return undefined;
    const shown = shownAt(message, at);
    const isUnread = shown >= unread;
    return { message, at: shown, gap: gaps.findLast(({ before }) => before <= shown), isUnread };
  };
  let above = place(start - 1, latestBefore(messages, start - 1));
  let current = place(start, above?.at);
  for (let index = start; current && index < end; index++) {
    const { message, at, gap, isUnread } = current;
    const own = message.userId === userId;
    // Others' ids, and one's own after a week, need not be unique; timestamps are.
    const id = `id/${message.id}`;
    const key = own && !keys.has(id) ? id : `at/${message.timestamp}`;
    keys.add(key);
    if (!above || dayOf(above) !== dayOf(current)) rows.push({ kind: 'day', key: `day/${key}`, at });
    if (gap && gap !== above?.gap) rows.push({ kind: 'gap', key: `gap/${gap.after}`, gap });
    if (isUnread && !above?.isUnread) rows.push({ kind: 'unread', key: 'unread' });
    const next = place(index + 1, at);
    const first = !joins(above, current, userId);
    rows.push({ kind: 'message', key, message, at, own, first, last: !joins(current, next, userId) });
    above = current;
    current = next;
  }
  return rows;
}

/** A message that is not stored carries the device's clock, which may be behind the room's. */
function shownAt({ status, timestamp }: Message, above: number): number {
  return status === 'sent' ? timestamp : Math.max(timestamp, above);
}

/** When what stands before this place was written: where that is not stored, what is above it counts, too. */
function latestBefore(messages: Timeline, index: number): number {
  let latest = 0;
  for (let place = index - 1; place >= 0; place--) {
    const message = messages.at(place);
    latest = Math.max(latest, message?.timestamp ?? 0);
    if (message?.status === 'sent') break;
  }
  return latest;
}

function dayOf({ at }: Placed): string {
  return new Date(at).toDateString();
}

function joins(above: Placed | undefined, below: Placed | undefined, userId: string): boolean {
  if (!above || !below || above.gap !== below.gap || above.isUnread !== below.isUnread) return false;
  if (dayOf(above) !== dayOf(below)) return false;
  const [one, other] = [above.message, below.message];
  return (
    one.userId === other.userId &&
    one.name === other.name &&
    // Anybody may claim to be a moderator; whom a token does not call one stands apart.
    (one.userId === userId || one.role === other.role) &&
    below.at - above.at <= PAUSE
  );
}
