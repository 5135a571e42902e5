import { setMaxListeners } from 'node:events';
import { report } from './report.js';

/** A time that something may take, as a signal that fires when it is spent. */
export function allot(milliseconds: number): AbortSignal {
  const signal = AbortSignal.timeout(milliseconds);
  // Node takes more than ten calls that share a signal for a leak.
  setMaxListeners(0, signal);
  return signal;
}

/** A list while the budget lasts. Ends, never throws, when it cannot be read on: what was begun must still be awaited. */
export async function* spend<Value>(
  on: Iterable<Value> | AsyncIterable<Value>,
  budget: AbortSignal,
): AsyncGenerator<Value> {
  try {
    for await (const value of on) {
      budget.throwIfAborted();
      yield value;
    }
  } catch (error) {
    report('cut_short', error);
  }
}
