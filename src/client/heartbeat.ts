import { Wait } from './backoff.js';

/** The fan-out reads an index that may show a new connection late: what was pushed meanwhile, the second ping finds. */
const SECOND_MS = 5_000;

/** A ping costs the owner two billed messages, so only silence asks for one. */
const SILENCE_MS = 60_000;

/** While nobody looks: API Gateway cuts a line that is idle for 10 minutes, and a hidden page's timers are a minute late. */
const HIDDEN_SILENCE_MS = 8 * 60_000;

/** A line that leaves a ping unanswered for this long is dead, whatever its state says. */
const ANSWER_MS = 10_000;

/** One's own message that is not pushed in this time makes the line suspect. */
const PUSH_MS = 5_000;

/** Asks a line for signs of life: when it has come up, a little later, then after each minute of silence. */
export class Heartbeat {
  isHidden = false;
  readonly #ping: () => void;
  readonly #dead: () => void;
  /** Until the next ping, or until the answer to one is overdue. */
  readonly #next = new Wait();
  readonly #second = new Wait();
  readonly #push = new Wait();
  #expected = 0;
  #isAsked = false;

  constructor(ping: () => void, dead: () => void) {
    this.#ping = ping;
    this.#dead = dead;
  }

  start(): void {
    this.ask();
    this.#second.start(SECOND_MS, () => this.ask());
  }

  /** Pings now. What an earlier ping is owed is due when it was. */
  ask(): void {
    if (!this.#isAsked) this.#next.start(ANSWER_MS, this.#dead);
    this.#isAsked = true;
    this.#ping();
  }

  /** The item of this timestamp should be pushed, or the line is asked. */
  expect(timestamp: number): void {
    this.#expected = Math.max(this.#expected, timestamp);
    if (!this.#push.isWaiting) this.#push.start(PUSH_MS, () => this.ask());
  }

  pushed(timestamp: number): void {
    if (timestamp === this.#expected) this.#push.cancel();
  }

  /** Any frame is a sign of life. */
  heard(): void {
    if (!this.#next.isWaiting) return;
    this.#isAsked = false;
    this.#next.start(this.isHidden ? HIDDEN_SILENCE_MS : SILENCE_MS, () => this.ask());
  }

  stop(): void {
    this.#isAsked = false;
    this.#next.cancel();
    this.#second.cancel();
    this.#push.cancel();
  }
}
