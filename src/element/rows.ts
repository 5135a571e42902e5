import type { Gap, Message } from '../client/index.js';

/** What stands in the list, top to bottom. */
export type Row = DayRow | GapRow | MessageRow;

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

export interface MessageRow {
  readonly kind: 'message';
  /** Unique in the room, and the same before and after one's own message is stored. */
  readonly key: string;
  readonly message: Message;
  /** When it was written, for display: never before the row above it. */
  readonly at: number;
  readonly own: boolean;
  /** Whether it starts, and whether it ends, a group of consecutive messages of one sender. */
  readonly first: boolean;
  readonly last: boolean;
}

/** Consecutive messages of one sender stand together unless this much time lies between two of them. */
const PAUSE = 5 * 60_000;

/** Lays out a room's snapshot as the user sees it. */
export function layRows(
  messages: readonly Message[],
  userId: string,
  gaps: readonly Gap[] = [],
): readonly Row[] {
  const rows: Row[] = [];
  let next = 0;
  const ids = new Set<string>();
  let above: { message: Message; at: number; day: string } | undefined;
  for (const message of messages) {
    // A message that is not stored carries the device's clock, which may be behind the room's.
    const at = message.status === 'sent' ? message.timestamp : Math.max(message.timestamp, above?.at ?? 0);
    const own = message.userId === userId;
    // Others' ids, and one's own after a week, need not be unique; timestamps are.
    const key = own && !ids.has(message.id) ? `id/${message.id}` : `at/${message.timestamp}`;
    if (own) ids.add(message.id);
    const day = new Date(at).toDateString();
    if (above?.day !== day) rows.push({ kind: 'day', key: `day/${key}`, at });
    for (let gap = gaps[next]; gap && gap.before <= at; gap = gaps[++next]) {
      rows.push({ kind: 'gap', key: `gap/${gap.after}`, gap });
    }
    const previous = rows.at(-1);
    const joins =
      above &&
      previous?.kind === 'message' &&
      isSameSender(above.message, message) &&
      // Anybody may claim to be a moderator; whom a token does not call one stands apart.
      (own || above.message.role === message.role) &&
      at - above.at <= PAUSE;
    if (joins) rows[rows.length - 1] = { ...previous, last: false };
    rows.push({
      kind: 'message',
      key,
      message,
      at,
      own,
      first: !joins,
      last: true,
    });
    above = { message, at, day };
  }
  return rows;
}

function isSameSender(one: Message, other: Message): boolean {
  return one.userId === other.userId && one.name === other.name;
}
