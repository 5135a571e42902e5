import type { Rate } from './limits.js';

/** A token bucket's next taking, as parts of one conditional update of the row that holds it. */
export interface Bucket {
  /** Milliseconds until there is something to take; 0 now. */
  readonly wait: number;
  readonly sets: readonly string[];
  readonly conditions: readonly string[];
  readonly values: Readonly<Record<string, number>>;
}

/**
 * A bucket is one number, `due`: when it will be full again (the "virtual scheduling" of GCRA, ITU-T I.371). A taking moves it on by
 * what one costs; a burst ahead of now, nothing is left. Further ahead it is another clock's, and the bucket starts anew: better than a
 * Lambda whose clock is behind that lets nobody in. `due` is as the row was seen: DynamoDB has no maximum, so the update says what
 * it takes the bucket for, and does not hold for a row that is otherwise.
 */
export function bucketOf(due: number | undefined, { rate, burst }: Rate, now: number): Bucket {
  const cost = 1_000 / rate;
  const most = now + (burst - 1) * cost;
  const empty = now + (burst + 1) * cost;
  if (due === undefined || due < now || due > empty) {
    return {
      wait: 0,
      sets: ['due = :filled'],
      conditions: ['(attribute_not_exists(due) OR due < :at OR due > :empty)'],
      values: { ':filled': now + cost, ':empty': empty },
    };
  }
  return {
    wait: Math.max(0, due - most),
    sets: ['due = due + :cost'],
    conditions: ['due BETWEEN :at AND :most'],
    values: { ':cost': cost, ':most': most },
  };
}
