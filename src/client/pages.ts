import { type Item, LIMITS } from '../contract/index.js';
import type { History } from './history.js';
import type { Sequence } from './sequence.js';
import type { Stretch } from './unread.js';

/** All that stands in the log between two places. */
export interface Piece {
  readonly items: readonly Item[];
  readonly low: number;
  /** Absent where there is nothing above it. */
  readonly high?: number | undefined;
  /** Of the item that it ends, or begins, next to. */
  readonly edge?: number;
}

/** What was read; `undefined` where there is no place for it any more. */
export type Read = () => Piece | undefined;

/** Half of what is loaded around a message. */
const HALF = LIMITS.page / 2;

/** The highest that a query takes. */
const MOST_TIME = 10 ** 13 - 2;

/** Half a page on either side of this timestamp; nothing where that is here already. */
export async function around(
  history: History,
  timestamp: number,
  stored: Sequence,
  signal: AbortSignal,
): Promise<Read> {
  const index = stored.indexOf(timestamp);
  const low = index < HALF ? 0 : (stored.at(index - HALF)?.timestamp ?? 0);
  const high = stored.at(index + HALF)?.timestamp ?? Number.POSITIVE_INFINITY;
  if (!history.unread.isBetween(low, high)) return () => undefined;
  // Whole milliseconds: thousandths are DynamoDB's to add and take. So both pages have what stands within this one.
  const after = Math.floor(Math.min(Math.max(0, timestamp), MOST_TIME));
  const before = after + 1;
  const [below, above] = await Promise.all([
    history.page({ before, limit: HALF }, signal),
    history.page({ after, limit: HALF }, signal),
  ]);
  const rest = above.items.filter((item) => item.timestamp >= before);
  return () => ({ items: [...below.items, ...rest], low: below.next ?? 0, high: above.next });
}

/** A page of the stretch, from its start or from its end on. */
export async function fill(
  history: History,
  { after, before }: Stretch,
  from: 'start' | 'end',
  signal: AbortSignal,
): Promise<Read> {
  const isUp = from === 'start';
  const { items, next } = await history.page(isUp ? { after } : { before }, signal);
  return () => {
    const { all } = history.unread;
    // What it would stand beside may have been let go of.
    if (!all.some((other) => (isUp ? other.after === after : other.before === before))) return undefined;
    return isUp
      ? { items, low: after, high: next, edge: after }
      : { items, low: next ?? 0, high: before, edge: before };
  };
}
