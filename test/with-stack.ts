/**
 * Runs commands against one local stack on free ports, and ends with the status of the first that fails:
 *   tsx test/with-stack.ts -- node --import tsx --test test/conformance/*.test.ts -- another command
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { NO_LIMITS } from '../src/lambda/limits.js';
import { LocalError } from '../src/local/local-error.js';
import { FREE_PORTS } from '../src/local/ports.js';
import { startStack } from '../src/local/stack.js';

/** Tests of something else write more than a user may. */
const UNLIMITED = { CHAT_LIMITS: JSON.stringify(NO_LIMITS) };

const commands = split(process.argv.slice(2));
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());

process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof LocalError ? error.message : error);
  return 1;
});

async function run(): Promise<number> {
  if (commands.length === 0) throw new LocalError('unable to run; there is no command; put one after "--"');
  const stack = await startStack({ ports: FREE_PORTS, settings: UNLIMITED, signal: stopped.signal });
  try {
    const env = {
      ...process.env,
      API: stack.api,
      SOCKET: stack.socket,
      DEMO: stack.demo,
      DYNAMODB_ENDPOINT: stack.dynamodb,
      CONNECTIONS_ENDPOINT: stack.connections,
    };
    for (const command of commands) {
      const status = await Promise.race([exitStatus(command, env), stack.crashed]);
      if (status !== 0) return status;
    }
    return 0;
  } finally {
    await stack.stop();
  }
}

async function exitStatus([file = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(file, args, { env, stdio: 'inherit' });
  stopped.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

/** The words after each `--`. */
function split(words: readonly string[]): string[][] {
  const lists: string[][] = [];
  for (const word of words) {
    if (word === '--') lists.push([]);
    else lists.at(-1)?.push(word);
  }
  return lists.filter((list) => list.length > 0);
}
