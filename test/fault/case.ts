import { it } from 'node:test';
import { recorded, titleOf } from './record.js';

export { type Case, record, recorded, titleOf } from './record.js';

/** A case waits for events, so this ends only one whose event never comes. */
const TIMEOUT_MS = 300_000;

/**
 * One named test of a fault case, under node:test: what is done, what holds all the same. Its outcome goes into the table of
 * README.md beside this file; several tests may share an id.
 */
export function faultCase(id: number, fault: string, expected: string, run: () => Promise<void>): void {
  // The runner starts a process for each file.
  const tested = { id, fault, expected, file: process.argv[1] ?? '' };
  it(titleOf(tested), { timeout: TIMEOUT_MS }, () => recorded(tested, run));
}
