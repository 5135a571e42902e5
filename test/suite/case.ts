import { it } from 'node:test';
import type { Suite } from './suite.js';

/** A case waits for events, so this ends only one whose event never comes. */
const TIMEOUT_MS = 300_000;

type TestCase = (id: number, fault: string, expected: string, run: () => Promise<void>) => void;

/**
 * Makes one named test of a case, under node:test: what is done, what holds all the same. Its outcome goes into the suite's table;
 * several tests may share an id.
 */
export function casesOf(suite: Suite): TestCase {
  return (id, fault, expected, run) => {
    // The runner starts a process for each file.
    const tested = { id, fault, expected, file: process.argv[1] ?? '' };
    it(suite.titleOf(tested), { timeout: TIMEOUT_MS }, () => suite.recorded(tested, run));
  };
}
