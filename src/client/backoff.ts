const MOST_MS = 30_000;

/**
 * How long to wait before try number `attempt` (1 = the first repetition), in milliseconds: anything up to a bound that doubles
 * from `first` on.
 * Full jitter, so that all who lost the same server do not come back together
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function backoff(attempt: number, first = 1_000): number {
  return Math.random() * Math.min(MOST_MS, first * 2 ** (attempt - 1));
}

/** A timer that can be ended early, from either side. */
export class Wait {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #done: (() => void) | undefined;

  get isWaiting(): boolean {
    return this.#done !== undefined;
  }

  /** Calls `then` once, after `milliseconds` or at `end()`. Replaces what it waited for before. */
  start(milliseconds: number, then: () => void): void {
    this.cancel();
    this.#done = then;
    this.#timer = setTimeout(() => this.end(), milliseconds);
  }

  /** Goes on at once, if it is waiting. */
  end(): void {
    const done = this.#done;
    this.cancel();
    done?.();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#done = undefined;
  }
}
