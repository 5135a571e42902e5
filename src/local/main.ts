import { LocalError } from './local-error.js';
import { PORTS, readPorts } from './ports.js';
import { type Stack, type StackOptions, startStack } from './stack.js';

const stopped = new AbortController();
let stack: Promise<Stack> | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
process.once('uncaughtException', fail);
if (process.env['npm_lifecycle_event']) endWithParent();
run().catch(fail);

async function run(): Promise<never> {
  const options = readOptions(process.argv.slice(2), process.env);
  stack = startStack({ ...options, signal: stopped.signal });
  const { api, socket, demo, crashed } = await stack;
  const moved = Object.entries(PORTS).some(
    ([part, { usual }]) => options.ports[part as keyof typeof PORTS] !== usual,
  );
  if (moved) console.log(`API=${api}\nSOCKET=${socket}`);
  console.log(`Chat demo ready at ${demo}`);
  return crashed;
}

function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): StackOptions {
  const rest = [...args];
  let options: StackOptions = { ports: readPorts(env), verbose: Boolean(env['VERBOSE'] ?? env['DEBUG']) };
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === '--auth') options = { ...options, auth: true };
    else if (name === '--data') options = { ...options, data: folder(rest.shift()) };
    else refuse(`unknown argument "${name}"; use --data DIR, --auth, both or nothing`);
  }
  return options;
}

function folder(name: string | undefined): string {
  return name && !name.startsWith('--') ? name : refuse('--data names no folder; use --data DIR');
}

function refuse(reason: string): never {
  throw new LocalError(`unable to start; ${reason}`);
}

function fail(error: unknown): void {
  if (!stopped.signal.aborted) console.error(error instanceof LocalError ? error.message : error);
  end(1);
}

/** Once: a terminal's Ctrl+C comes twice, from the terminal and from npm. */
async function end(code: number): Promise<void> {
  if (stopped.signal.aborted) return;
  stopped.abort();
  await stack?.then(({ stop }) => stop()).catch(() => {});
  process.exit(code);
}

/** npm's shell ends at a signal without passing it on; its children then have another parent. */
function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(0), 500).unref();
}
