/** `SEED=123 npm run fault:seed`: simulates one seed again and shows everything that happened. */
import { Database } from './database.js';
import { summary } from './report.js';
import { simulate } from './simulation.js';

const seed = Number(process.env['SEED'] ?? 1);
const outcome = await simulate(seed, await Database.start());
console.log([...outcome.trace, ...outcome.problems, summary('once more', [outcome])].join('\n'));
process.exitCode = outcome.problems.length > 0 ? 1 : 0;
