/**
 * Everything that CI runs, step by step, up to the first that fails; last come the runners' own totals of all steps. Each step is
 * a script of package.json and runs by itself as well. No step may log a token, be it one of a test.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { tokensIn } from './tokens-in.js';

const STEPS = [
  'lint',
  'types',
  'build',
  'browser',
  'bench:short',
  'test:node',
  'test:stack',
  'test:security',
  'test:fault',
];

/** Lines in which a runner counts: Biome's, Node's, Web Test Runner's last, Playwright's, the suites' own. */
const TOTALS =
  /^(Checked \d+ files|ℹ (tests|pass|fail|skipped) |(Chromium|Firefox|WebKit): .* (\d+)\/\4 test files|\s+\d+ (passed|failed|flaky|skipped)\b|((fault|security) cases|simulation|soak|bench): )/;

/** The name of a test that failed, as Web Test Runner, Node and Playwright write it; on the line after stands why. */
const FAILURE = /^\s*(❌|✖|\d+\)) /;

/** So many lines of failures tell what is wrong; the rest stand above. */
const MOST_FAILURES = 20;

interface Run {
  readonly code: number;
  readonly failures: ReadonlySet<string>;
  readonly totals: readonly string[];
  readonly tokens: number;
}

async function run(step: string): Promise<Run> {
  const child = spawn('npm', ['run', '--silent', step], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.pipe(process.stdout, { end: false });
  child.stderr.pipe(process.stderr, { end: false });
  let totals: string[] = [];
  const failures = new Set<string>();
  let isWhy = false;
  const sum = (text: string): void => {
    const line = stripVTControlCharacters(text);
    if (!line.trim()) return;
    const isFailure = FAILURE.test(line);
    if (isFailure || isWhy) failures.add(line.trim());
    isWhy = isFailure;
    if (!TOTALS.test(line)) return;
    // Web Test Runner repeats its line until it has ended.
    totals = [...totals.filter((earlier) => !line.includes('test files') || earlier !== line), line];
  };
  const [[code], ...tokens] = await Promise.all([
    once(child, 'close') as Promise<[number | null]>,
    tokensIn(child.stdout, sum),
    tokensIn(child.stderr),
  ]);
  return {
    code: code ?? 1,
    failures,
    totals: totals.map((line) => line.trim()),
    tokens: tokens.reduce((all, some) => all + some),
  };
}

const summary: string[] = [];
let logged = 0;
for (const step of STEPS) {
  console.log(`\n▶ npm run ${step}`);
  const started = Date.now();
  const { code, failures, totals, tokens } = await run(step);
  logged += tokens;
  const seconds = Math.round((Date.now() - started) / 1000);
  summary.push(`${code === 0 ? '✔' : '✖'} ${step} (${seconds} s)`, ...totals.map((line) => `    ${line}`));
  process.exitCode = code;
  if (code !== 0) {
    summary.push(...[...failures].slice(0, MOST_FAILURES).map((line) => `    ${line}`));
    break;
  }
}
summary.push(`tokens in all that was logged: ${logged}`);
if (logged > 0) process.exitCode = 1;
console.log(`\n${summary.join('\n')}`);
