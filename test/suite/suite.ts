import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One test of a case. Several tests may share an id: each then says its own part in `fault` or `expected`. */
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

/** Named tests whose outcomes, whatever runner they have, make the table in the README.md of their folder in `test`. */
export class Suite {
  readonly folder: string;
  readonly #records: string;

  constructor(readonly name: string) {
    this.folder = `test/${name}/`;
    this.#records = join(ROOT, 'test-results', name);
  }

  titleOf({ id, fault, expected }: Omit<Case, 'file'>): string {
    return `case ${id}: ${fault} → ${expected}`;
  }

  /** Runs a test of a case and leaves its outcome for the table. */
  async recorded<Value>(tested: Case, run: () => Promise<Value>): Promise<Value> {
    // A test that never ends, or whose process dies, has failed.
    this.#record(tested, 'failed');
    const value = await run();
    this.#record(tested, 'passed');
    return value;
  }

  /** What the tests left since the records were last cleared. */
  outcomes(): Outcome[] {
    mkdirSync(this.#records, { recursive: true });
    return readdirSync(this.#records)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(this.#records, name), 'utf8')) as Outcome);
  }

  clear(): void {
    rmSync(this.#records, { recursive: true, force: true });
  }

  #record({ id, fault, expected, file }: Case, outcome: Outcome['outcome']): void {
    const entry: Outcome = { id, fault, expected, file: relative(ROOT, file), outcome };
    const name = createHash('sha256')
      .update(`${entry.file}\n${fault}\n${expected}`)
      .digest('hex')
      .slice(0, 12);
    mkdirSync(this.#records, { recursive: true });
    writeFileSync(join(this.#records, `${id}-${name}.json`), JSON.stringify(entry));
  }
}
