import { setImmediate as turn } from 'node:timers/promises';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';

const START = Date.UTC(2026, 0, 1);

/** Promises that follow each other, and streams, may need a turn of the event loop more than the first. */
const QUIET_TURNS = 2;

/** Rules this process's clock, timers and chance: minutes pass in a moment, and the same seed gives the same run. */
export class VirtualTime {
  readonly #clock: SinonFakeTimers;
  readonly #isBusy: () => boolean;
  readonly #real = { random: Math.random, timeout: AbortSignal.timeout };

  /** From here on `random` is `Math.random`. No time passes while `isBusy`: what is real is infinitely fast. */
  constructor(random: () => number, isBusy: () => boolean) {
    this.#isBusy = isBusy;
    this.#clock = useFakeTimers({
      now: START,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    });
    Math.random = random;
    Object.assign(crypto, {
      getRandomValues: (bytes: Uint8Array) => {
        for (const index of bytes.keys()) bytes[index] = random() * 256;
        return bytes;
      },
    });
    // The platform's own runs on a clock that nobody can rule.
    AbortSignal.timeout = (milliseconds) => {
      const controller = new AbortController();
      const late = (): void => controller.abort(new DOMException('too late', 'TimeoutError'));
      setTimeout(late, milliseconds);
      return controller.signal;
    };
  }

  /** Milliseconds since the start. */
  get elapsed(): number {
    return this.#clock.now - START;
  }

  /** Lets time pass until `isOver`, one timer after the other, at most `milliseconds` long. */
  async pass(milliseconds: number, isOver: () => boolean = () => false): Promise<void> {
    const end = this.#clock.now + milliseconds;
    setTimeout(() => {}, milliseconds);
    await this.#settle();
    while (this.#clock.now < end && !isOver()) {
      this.#clock.next();
      await this.#settle();
    }
  }

  /** Gives the process its own clock back. Timers that did not fire never will. */
  end(): void {
    this.#clock.restore();
    Math.random = this.#real.random;
    Reflect.deleteProperty(crypto, 'getRandomValues');
    AbortSignal.timeout = this.#real.timeout;
  }

  async #settle(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
      await turn();
      if (this.#isBusy()) quiet = -1;
    }
  }
}

/** A promise to be kept after some time. */
export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What somebody waits for who will never hear. */
export function never(): Promise<never> {
  return new Promise(() => {});
}
