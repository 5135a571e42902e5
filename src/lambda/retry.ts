const TRIES = 8;

/** The longest pause after the first failure; it doubles with each further one, up to the other. */
const FIRST_MS = 50;
const LONGEST_MS = 1_000;

/** Errors of AWS that say "too much" or "not now", and those of a call that was given up, by name. */
const NAMES = /Throttl|LimitExceeded|ThroughputExceeded|ServiceUnavailable|InternalServer|Timeout|AbortError/;

/** What a network says that does not reach the other end, by code. */
const CODES = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_)/;

/** Whether a call of AWS failed only for now: it was throttled, met trouble, or nobody answered. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return status === 429 || status >= 500 || NAMES.test(error.name) || CODES.test(String(code));
}

/**
 * Makes a call again that failed only for now, until the budget is spent. Ends with the last error: nothing is known then of
 * what a write has done.
 */
export async function retry<Result>(call: () => Promise<Result>, budget: AbortSignal): Promise<Result> {
  budget.throwIfAborted();
  for (let failures = 1; ; failures++) {
    try {
      return await call();
    } catch (error) {
      if (failures === TRIES || budget.aborted || !isTransient(error)) throw error;
      await pause(failures, budget);
      if (budget.aborted) throw error;
    }
  }
}

/** Longer after each failure, and random in full, so that calls that failed together do not come back together. */
export function pause(failures: number, budget?: AbortSignal): Promise<void> {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      budget?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, Math.random() * most);
    budget?.addEventListener('abort', end);
  });
}
