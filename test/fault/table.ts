/**
 * The table of cases in README.md, made from what the tests left. `tsx test/fault/table.ts clear` before the suite forgets
 * earlier runs; `tsx test/fault/table.ts` after it fails when a case is missing, has failed, or is not in the table yet.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { clearRecords, type Outcome, readRecords } from './record.js';

const README = new URL('README.md', import.meta.url);

const TABLE = /(?<=<!-- table -->\n).*(?=<!-- \/table -->)/s;

/** The cases that this suite promises, as first and last of each run of numbers. */
const PROMISED = [
  [1, 30],
  [33, 41],
  [43, 44],
  [46, 48],
  [60, 62],
  [65, 67],
] as const;

/** What keeps these outcomes from being the promised ones. */
function shortfalls(outcomes: readonly Outcome[]): string[] {
  const tested = new Set(outcomes.map(({ id }) => id));
  const promised = PROMISED.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
  return [
    ...promised.filter((id) => !tested.has(id)).map((id) => `case ${id} was not run`),
    ...outcomes
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ id, fault, file }) => `case ${id} failed: ${fault} (${file})`),
  ];
}

function table(outcomes: readonly Outcome[]): string {
  const rows = outcomes
    .toSorted((a, b) => a.id - b.id || (a.file + a.fault < b.file + b.fault ? -1 : 1))
    .map(({ id, fault, expected, file, outcome }) => {
      const name = file.replace('test/fault/', '');
      return [id, fault, expected, `[${name}](${name})`, outcome]
        .map((cell) => String(cell).replaceAll('|', '\\|'))
        .join(' | ');
    });
  const head = ['case', 'fault', 'what holds', 'where', 'outcome'];
  return [head.join(' | '), head.map(() => '---').join(' | '), ...rows].map((row) => `| ${row} |\n`).join('');
}

function main(): void {
  const outcomes = readRecords();
  const found = shortfalls(outcomes);
  if (found.length > 0) {
    console.error(`unable to make the table of fault cases; ${found.join('; ')}`);
    process.exitCode = 1;
    return;
  }
  const page = readFileSync(README, 'utf8');
  const made = page.replace(TABLE, () => table(outcomes));
  console.log(
    `fault cases: ${new Set(outcomes.map(({ id }) => id)).size}, tests: ${outcomes.length}, all passed`,
  );
  if (made === page) return;
  writeFileSync(README, made);
  console.error(
    'unable to accept test/fault/README.md; its table was not what this run shows; commit the new one',
  );
  process.exitCode = 1;
}

if (process.argv[2] === 'clear') clearRecords();
else main();
