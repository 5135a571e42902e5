import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../../src/local/root.js';

/** What is made, not written, and what no command that a test runs needs. */
const LEFT_OUT = ['node_modules', '.git', 'dist', '.serverless', '.esbuild', 'test'];

/**
 * A copy of the project, as a clone of it right after `npm ci`, for a command that writes into it: osls and its plugins
 * write to the same folders each time, and a build removes what another test reads.
 */
export function copyProject(): string {
  const project = fileURLToPath(ROOT);
  const root = temporaryFolder();
  for (const part of readdirSync(project).filter((name) => !LEFT_OUT.includes(name))) {
    cpSync(join(project, part), join(root, part), { recursive: true });
  }
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  return root;
}

/** The environment without what the tester's own shell sets for a deployment. */
export function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('CHAT_')));
}

/** A folder that is gone when the tests are. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chat-test-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
