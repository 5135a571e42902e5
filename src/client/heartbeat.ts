import { Wait } from './backoff.js';

/** The fan-out reads an index that may show a new connection late: what was pushed meanwhile, the second ping finds. */
const SECOND_MS = 5_000;

/** API Gateway cuts a line idle for 10 minutes; a ping costs the owner two billed messages, so only silence asks for one. */
const SILENCE_MS = 60_000;

/** A line that leaves a ping unanswered for this long is dead, whatever its state says. */
const ANSWER_MS = 10_000;

/** Asks a line for signs of life: when it has come up, a little later, then after each minute of silence. */
export class Heartbeat {
  readonly #ping: () => void;
  readonly #dead: () => void;
  /** Until the next ping, or until the answer to one is overdue. */
  readonly #next = new Wait();
  readonly #second = new Wait();

  constructor(ping: () => void, dead: () => void) {
    this.#ping = ping;
    this.#dead = dead;
  }

  start(): void {
    this.#ask();
    this.#second.start(SECOND_MS, () => this.#ask());
  }

  /** Any frame is a sign of life. */
  heard(): void {
    if (this.#next.isWaiting) this.#next.start(SILENCE_MS, () => this.#ask());
  }

  stop(): void {
    this.#next.cancel();
    this.#second.cancel();
  }

  #ask(): void {
    this.#next.start(ANSWER_MS, this.#dead);
    this.#ping();
  }
}
