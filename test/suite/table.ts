import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, ROOT, type Suite } from './suite.js';

const TABLE = /(?<=<!-- table -->\n).*(?=<!-- \/table -->)/s;

/** The cases that a suite promises, as first and last of each run of numbers. */
type Promised = readonly (readonly [first: number, last: number])[];

/** Whoever begins the suite forgets earlier runs with `clear`; at its end the table is made, and must be the one that is there. */
export function clearOrCheck(suite: Suite, promised: Promised): void {
  if (process.argv[2] === 'clear') suite.clear();
  else check(suite, promised);
}

function check(suite: Suite, promised: Promised): void {
  const { name, folder } = suite;
  const outcomes = suite.outcomes();
  const found = shortfalls(outcomes, promised);
  if (found.length > 0) {
    refuse(`unable to make the table of ${name} cases; ${found.join('; ')}`);
    return;
  }
  const readme = join(ROOT, folder, 'README.md');
  const page = readFileSync(readme, 'utf8');
  const made = page.replace(TABLE, () => table(outcomes, folder));
  const count = new Set(outcomes.map(({ id }) => id)).size;
  console.log(`${name} cases: ${count}, tests: ${outcomes.length}, all passed`);
  if (made === page) return;
  writeFileSync(readme, made);
  refuse(`unable to accept ${folder}README.md; its table was not what this run shows; commit the new one`);
}

function refuse(line: string): void {
  console.error(line);
  process.exitCode = 1;
}

/** What keeps these outcomes from being the promised ones. */
function shortfalls(outcomes: readonly Outcome[], promised: Promised): string[] {
  const tested = new Set(outcomes.map(({ id }) => id));
  const wanted = promised.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
  return [
    ...wanted.filter((id) => !tested.has(id)).map((id) => `case ${id} was not run`),
    ...outcomes
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ id, fault, file }) => `case ${id} failed: ${fault} (${file})`),
  ];
}

function table(outcomes: readonly Outcome[], folder: string): string {
  const rows = outcomes
    .toSorted((a, b) => a.id - b.id || (a.file + a.fault < b.file + b.fault ? -1 : 1))
    .map(({ id, fault, expected, file, outcome }) => {
      const name = file.replace(folder, '');
      return [id, fault, expected, `[${name}](${name})`, outcome]
        .map((cell) => String(cell).replaceAll('|', '\\|'))
        .join(' | ');
    });
  const head = ['case', 'fault', 'what holds', 'where', 'outcome'];
  return [head.join(' | '), head.map(() => '---').join(' | '), ...rows].map((row) => `| ${row} |\n`).join('');
}
