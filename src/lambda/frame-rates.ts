import type { Rate } from './limits.js';

/** Connections that are watched at once: those of one Lambda's last minutes. */
const MOST = 10_000;

/**
 * How often each connection sends. Kept by this Lambda alone: several together let through as many times more, and asking a
 * database for each frame would cost more than the frames do.
 */
export class FrameRates {
  readonly #rate: Rate;
  readonly #due = new Map<string, number>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Whether a frame of this connection may be answered now. */
  admits(connection_id: string, now: number): boolean {
    const cost = 1_000 / this.#rate.rate;
    const due = Math.max(this.#due.get(connection_id) ?? 0, now);
    // What is set last stands last, so the first is the one that was quiet for longest.
    this.#due.delete(connection_id);
    const isAdmitted = due <= now + (this.#rate.burst - 1) * cost;
    this.#due.set(connection_id, isAdmitted ? due + cost : due);
    if (this.#due.size > MOST) this.#due.delete(this.#due.keys().next().value ?? '');
    return isAdmitted;
  }
}
