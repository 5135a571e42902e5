/** Runs scripts of package.json at the same time, shows what each said when it has ended, and ends with the status of one that failed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

async function run(script: string): Promise<void> {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  process.stdout.write(out);
  process.stderr.write(error);
  process.exitCode ||= code ?? 1;
}

await Promise.all(process.argv.slice(2).map(run));
