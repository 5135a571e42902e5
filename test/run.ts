/**
 * Everything that CI runs, step by step, up to the first that fails; last come the runners' own totals of all steps. Each step is
 * a script of package.json and runs by itself as well.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';

const STEPS = ['lint', 'types', 'build', 'browser', 'test:node', 'test:stack', 'test:security', 'test:fault'];

/** Lines in which a runner counts: Biome's, Node's, Web Test Runner's last, Playwright's, the suites' own. */
const TOTALS =
  /^(Checked \d+ files|ℹ (tests|pass|fail|skipped) |Chromium: .* (\d+)\/\3 test files|\s+\d+ (passed|failed|flaky|skipped)\b|((fault|security) cases|simulation|soak): )/;

async function run(step: string): Promise<{ code: number; totals: string[] }> {
  const child = spawn('npm', ['run', '--silent', step], { stdio: ['ignore', 'pipe', 'inherit'] });
  let totals: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    // Web Test Runner repeats its line until it has ended.
    for (const line of lines.map(stripVTControlCharacters).filter((text) => TOTALS.test(text))) {
      totals = [...totals.filter((earlier) => !line.startsWith('Chromium') || earlier !== line), line];
    }
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, totals: totals.map((line) => line.trim()) };
}

const summary: string[] = [];
for (const step of STEPS) {
  console.log(`\n▶ npm run ${step}`);
  const started = Date.now();
  const { code, totals } = await run(step);
  const seconds = Math.round((Date.now() - started) / 1000);
  summary.push(`${code === 0 ? '✔' : '✖'} ${step} (${seconds} s)`, ...totals.map((line) => `    ${line}`));
  process.exitCode = code;
  if (code !== 0) break;
}
console.log(`\n${summary.join('\n')}`);
