import type { Rate } from './limits.js';

/** A token bucket's next taking, as parts of one conditional update of the row that holds it. */
export interface Bucket {
  /** Milliseconds until there is something to take; 0 now. */
  readonly wait: number;
  readonly sets: readonly string[];
  readonly conditions: readonly string[];
  readonly values: Readonly<Record<string, number>>;
}

interface BucketOptions {
  /** The attribute that holds it. */
  readonly name?: string;
  /** A bucket that became full so many milliseconds ago at most does not count as full. */
  readonly slack?: number;
}

/** How much older than the first look what another writer left may be. */
const MOMENT_MS = 100;

/** The slack of a writer who met others: began to look then, and looks again now. */
export function slackOf(began: number, now: number): number {
  return Math.max(0, now - began) + MOMENT_MS;
}

/**
 * A bucket is one number, `due`: when it will be full again (the "virtual scheduling" of GCRA, ITU-T I.371). A taking moves it on by
 * what one costs; a burst ahead of now, nothing is left. Further ahead it is another clock's, and the bucket starts anew: better than a
 * Lambda whose clock is behind that lets nobody in. `due` is as the row was seen: DynamoDB has no maximum, so the update says what
 * it takes the bucket for, and does not hold for a row that is otherwise. Of writers who all see a full bucket one gets on; the others
 * add to what that one left, if with some `slack`, and that holds however many they are.
 */
export function bucketOf(
  due: number | undefined,
  { rate, burst }: Rate,
  now: number,
  { name = 'due', slack = 0 }: BucketOptions = {},
): Bucket {
  // Whole milliseconds: a fraction is another number in DynamoDB than it is here. One row takes no 1,000 updates a second anyway.
  const cost = Math.ceil(1_000 / rate);
  const full = now - slack;
  const most = now + (burst - 1) * cost;
  const empty = now + (burst + 1) * cost;
  if (due === undefined || due < full || due > empty) {
    return {
      wait: 0,
      sets: [`${name} = :filled`],
      conditions: [`(attribute_not_exists(${name}) OR ${name} < :full OR ${name} > :empty)`],
      values: { ':filled': now + cost, ':full': full, ':empty': empty },
    };
  }
  return {
    wait: Math.max(0, due - most),
    sets: [`${name} = ${name} + :cost`],
    conditions: [`${name} BETWEEN :full AND :most`],
    values: { ':cost': cost, ':full': full, ':most': most },
  };
}
