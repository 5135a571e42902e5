import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './simulation.js';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
const WORKERS = 2;

/** `print` is that of the whole trace: the same where the same happened. */
export type Simulated = Outcome & { readonly print: string };

/** Processes that simulate seeds, one each at a time, until they are closed: one that is warm is faster than a new one. */
export class Workers {
  readonly #workers = Array.from({ length: WORKERS }, () => new Worker());

  /** The seeds' outcomes, in the order of the seeds. */
  async simulate(seeds: readonly number[]): Promise<Simulated[]> {
    const left = [...seeds];
    const outcomes: Simulated[] = [];
    const work = async (worker: Worker): Promise<void> => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        outcomes.push(await worker.simulate(seed));
      }
    };
    await Promise.all(this.#workers.map(work));
    return outcomes.sort((a, b) => a.seed - b.seed);
  }

  close(): void {
    for (const worker of this.#workers) worker.close();
  }
}

class Worker {
  readonly #process: ChildProcess = fork(WORKER, { execArgv: ['--import', 'tsx'] });
  readonly #ready: Promise<unknown> = once(this.#process, 'message');
  readonly #ended = once(this.#process, 'exit');

  async simulate(seed: number): Promise<Simulated> {
    const ended = this.#ended.then(([code]): never => {
      throw new Error(`unable to simulate seed ${seed}; its process ended with ${code}`);
    });
    await Promise.race([this.#ready, ended]);
    this.#process.send(seed);
    const [outcome] = await Promise.race([once(this.#process, 'message'), ended]);
    return outcome as Simulated;
  }

  close(): void {
    this.#process.disconnect();
  }
}
