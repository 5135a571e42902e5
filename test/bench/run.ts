/** `npm run bench`: every measure, or those that are named, as a table; all rounds go into a file of JSON. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../suite/suite.js';
import { Bench } from './bench.js';
import { MEASURES } from './measures.js';
import { Results } from './results.js';
import { stopStack } from './stack.js';
import { table } from './table.js';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !MEASURES.some((measure) => measure.name === name));
if (unknown.length > 0) {
  const known = MEASURES.map(({ name }) => name).join(', ');
  console.error(`unable to measure ${unknown.join(', ')}; the measures are ${known}`);
  process.exit(1);
}
const measures = MEASURES.filter(({ name }) => names.length === 0 || names.includes(name));

const results = new Results();
const bench = await Bench.open();
const about = {
  date: new Date().toISOString(),
  commit: execFileSync('git', ['describe', '--always', '--dirty'], { cwd: ROOT, encoding: 'utf8' }).trim(),
  chromium: bench.version,
  node: process.version,
  cores: availableParallelism(),
};
try {
  for (const { name, trials } of measures) {
    for (const trial of trials) {
      console.error(`${name}: ${trial.figures.join(', ')}`);
      await bench.run(trial, results);
    }
  }
} finally {
  await bench.close();
  await stopStack();
  report();
}

/** What was measured, also where something broke. */
function report(): void {
  const folder = join(ROOT, 'test-results', 'bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${about.date.replaceAll(/[:.]/g, '-')}.json`);
  writeFileSync(file, JSON.stringify({ ...about, load: loadavg()[0], records: results.records }, null, 2));
  console.log(table(measures, results));
  console.error(`\nall rounds: ${file}`);
}
