import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './simulation.js';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));
const WORKERS = 2;

/** `print` is that of the whole trace: the same where the same happened. */
export type Simulated = Outcome & { readonly print: string };

/** Simulates the seeds, some at a time, and gives their outcomes in the order of the seeds. */
export async function simulateAll(seeds: readonly number[]): Promise<Simulated[]> {
  const left = [...seeds];
  const outcomes: Simulated[] = [];
  await Promise.all(Array.from({ length: Math.min(WORKERS, seeds.length) }, () => work(left, outcomes)));
  return outcomes.sort((a, b) => a.seed - b.seed);
}

/** One process, which takes from what is left until nothing is. */
async function work(left: number[], outcomes: Simulated[]): Promise<void> {
  const worker = fork(WORKER, { execArgv: ['--import', 'tsx'] });
  let seed: number | undefined;
  const ended = once(worker, 'exit').then(([code]): never => {
    throw new Error(`unable to simulate seed ${seed}; its process ended with ${code}`);
  });
  const heard = async (): Promise<unknown> => (await Promise.race([once(worker, 'message'), ended]))[0];
  try {
    await heard();
    for (seed = left.shift(); seed !== undefined; seed = left.shift()) {
      worker.send(seed);
      outcomes.push((await heard()) as Simulated);
    }
  } finally {
    worker.disconnect();
  }
}
