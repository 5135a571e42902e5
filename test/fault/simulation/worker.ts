/** A process that simulates the seeds it is given, one after the other: a process has one clock. */
import { createHash } from 'node:crypto';
import { Database } from './database.js';
import { simulate } from './simulation.js';

const database = await Database.start();

process.on('message', async (seed: number) => {
  const outcome = await simulate(seed, database);
  const print = createHash('sha256').update(outcome.trace.join('\n')).digest('hex');
  // Nobody wants to see the traces of those that went well, and they are long.
  process.send?.({ ...outcome, print, trace: outcome.problems.length > 0 ? outcome.trace : [] });
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
