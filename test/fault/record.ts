import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, 'test-results/fault');

/** One test of a fault case. Several tests may share an id: each then says its own part in `fault` or `expected`. */
export interface Case {
  readonly id: number;
  /** What is done to it. */
  readonly fault: string;
  /** What holds all the same. */
  readonly expected: string;
  /** The test's file. */
  readonly file: string;
}

export interface Outcome extends Case {
  readonly outcome: 'passed' | 'failed';
}

export function titleOf({ id, fault, expected }: Omit<Case, 'file'>): string {
  return `case ${id}: ${fault} → ${expected}`;
}

/** Runs a test of a case and leaves its outcome for the table. For a runner of its own kind; under node:test use `faultCase`. */
export async function recorded<Value>(tested: Case, run: () => Promise<Value>): Promise<Value> {
  // A test that never ends, or whose process dies, has failed.
  record(tested, 'failed');
  const value = await run();
  record(tested, 'passed');
  return value;
}

export function record({ id, fault, expected, file }: Case, outcome: Outcome['outcome']): void {
  const entry: Outcome = { id, fault, expected, file: relative(ROOT, file), outcome };
  const name = createHash('sha256').update(`${entry.file}\n${fault}\n${expected}`).digest('hex').slice(0, 12);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${id}-${name}.json`), JSON.stringify(entry));
}

/** What the tests left since the records were last cleared. */
export function readRecords(): Outcome[] {
  mkdirSync(FOLDER, { recursive: true });
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Outcome);
}

export function clearRecords(): void {
  rmSync(FOLDER, { recursive: true, force: true });
}
