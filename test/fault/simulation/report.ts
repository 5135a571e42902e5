import type { Outcome } from './simulation.js';

const MOST_LINES = 80;

/** What a run of many seeds came to: what was promised first, then what it was up against. */
export function summary(what: string, outcomes: readonly Outcome[]): string {
  const sum = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const promises = [
    `seeds ${outcomes.length}`,
    `messages ${sum(({ messages }) => messages)}`,
    `lost ${sum(({ lost }) => lost)}`,
    `doubled ${sum(({ doubled }) => doubled)}`,
    `misordered ${sum(({ misordered }) => misordered)}`,
    `from another room ${sum(({ foreign }) => foreign)}`,
  ];
  const faults = Object.keys(outcomes[0]?.faults ?? {}) as (keyof Outcome['faults'])[];
  const counts = faults.map((fault) => ({ fault, count: sum((outcome) => outcome.faults[fault]) }));
  return [
    `simulation: ${what}: ${promises.join(', ')}`,
    ...counts
      .filter(({ count }) => count > 0)
      .map(({ fault, count }) => `${String(count).padStart(8)} × ${fault}`),
  ].join('\n');
}

/** What went wrong with a seed, the lines of its trace that tell of it, and how to run it again. */
export function story({ seed, problems, trace }: Outcome, again: string): string {
  const clues = new Set(problems.flatMap((problem) => problem.match(/\bm\d+\b|\d{13}(\.\d{1,3})?/g) ?? []));
  const isClue = new RegExp(`(${[...clues].join('|').replaceAll('.', '\\.')})(?![.\\d])`);
  const lines = trace.filter((line) => isClue.test(line));
  return [
    `seed ${seed}, to run it again: ${again}`,
    ...problems.map((problem) => `  ${problem}`),
    ...lines.slice(0, MOST_LINES),
    ...(lines.length > MOST_LINES ? [`… ${lines.length - MOST_LINES} lines more`] : []),
  ].join('\n');
}
