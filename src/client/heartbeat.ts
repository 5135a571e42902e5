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
  #timer: ReturnType<typeof setTimeout> | undefined;
  #second: ReturnType<typeof setTimeout> | undefined;

  constructor(ping: () => void, dead: () => void) {
    this.#ping = ping;
    this.#dead = dead;
  }

  start(): void {
    this.stop();
    this.#ask();
    this.#second = setTimeout(() => this.#ask(), SECOND_MS);
  }

  /** Any frame is a sign of life. */
  heard(): void {
    if (this.#timer !== undefined) this.#after(SILENCE_MS, () => this.#ask());
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#second);
    this.#timer = undefined;
  }

  #ask(): void {
    this.#after(ANSWER_MS, this.#dead);
    this.#ping();
  }

  #after(milliseconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
  }
}
