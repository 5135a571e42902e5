import type { InvokeCommand, InvokeCommandInput } from '@aws-sdk/client-lambda';
import type { Errand, Lambda } from '../../../src/lambda/errands.js';

/** Lambda's way to another function, in memory: it keeps what it takes until told to run it. */
export class FakeLambda implements Lambda {
  /** Every invocation that was asked for. */
  readonly asked: InvokeCommandInput[] = [];
  /** How many invocations each one that ran had above it, most of all. */
  depth = 0;
  readonly #takes: (errand: Errand) => boolean;
  readonly #waiting: { readonly errand: Errand; readonly depth: number }[] = [];
  #running = 0;

  constructor(takes: (errand: Errand) => boolean = () => true) {
    this.#takes = takes;
  }

  async send({ input }: InvokeCommand): Promise<void> {
    this.asked.push(input);
    const errand = JSON.parse(String(input.Payload)) as Errand;
    if (!this.#takes(errand)) throw Object.assign(new Error('busy'), { name: 'TooManyRequestsException' });
    this.#waiting.push({ errand, depth: this.#running + 1 });
  }

  get errands(): Errand[] {
    return this.asked.map(({ Payload }) => JSON.parse(String(Payload)) as Errand);
  }

  /** Runs what was taken, and what these runs leave to others, one after the other; `then` after each. */
  async run(work: (errand: Errand) => Promise<void>, then = async () => {}): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#running = next.depth;
      this.depth = Math.max(this.depth, next.depth);
      await work(next.errand);
      await then();
    }
    this.#running = 0;
  }
}
