import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../../src/local/root.js';

const PROJECT = fileURLToPath(ROOT);

/** `npm start` without the build, as a user runs it. */
export class Command {
  static readonly #running = new Set<Command>();

  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  stdout = '';
  stderr = '';

  constructor(
    args: readonly string[] = [],
    env: NodeJS.ProcessEnv = {},
    { root = PROJECT, shell = false } = {},
  ) {
    const words = [process.execPath, '--import', 'tsx', 'src/local/main.ts', ...args];
    // With a command after it, no shell lets the process take its own place.
    const [file = '', ...rest] = shell ? ['sh', '-c', '"$@"; exit', 'sh', ...words] : words;
    this.process = spawn(file, rest, {
      cwd: root,
      env: { ...process.env, PORT: '0', API_PORT: '0', SOCKET_PORT: '0', LAMBDA_PORT: '0', ...env },
    });
    this.process.stdout?.setEncoding('utf8').on('data', (text) => (this.stdout += text));
    this.process.stderr?.setEncoding('utf8').on('data', (text) => (this.stderr += text));
    this.ended = once(this.process, 'close').then(([code]) => code as number | null);
    Command.#running.add(this);
  }

  /** Ends what a failed test left. */
  static async endAll(): Promise<void> {
    for (const { process, ended } of Command.#running) {
      process.kill('SIGTERM');
      await ended;
    }
    Command.#running.clear();
  }

  /** Waits for the line that says so and gives the addresses. */
  async ready(): Promise<{ demo: string; api: string; socket: string }> {
    await this.prints('stdout', /Chat demo ready at .*\n/);
    const found = (pattern: RegExp) => pattern.exec(this.stdout)?.[1] ?? '';
    return {
      demo: found(/^Chat demo ready at (.*)$/m),
      api: found(/^API=(.*)$/m),
      socket: found(/^SOCKET=(.*)$/m),
    };
  }

  async prints(stream: 'stdout' | 'stderr', text: RegExp): Promise<void> {
    const ended = this.ended.then(() => true);
    while (!text.test(this[stream])) {
      const more = once(this.process[stream] ?? this.process, 'data').then(() => false);
      if (await Promise.race([ended, more]))
        throw new Error(`the stack ended and had not printed ${text}: ${this.stderr}`);
    }
  }

  /** The processes that this one started. */
  children(): number[] {
    return processes()
      .filter(([, parent]) => parent === this.process.pid)
      .map(([pid]) => pid);
  }
}

/** Whether anything listens at a URL's port. */
export async function listens(url: string): Promise<boolean> {
  const socket = createConnection(Number(new URL(url).port), 'localhost');
  const result = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return result;
}

export function isAlive(pid: number): boolean {
  return processes().some(([alive]) => alive === pid);
}

/** Each process with its parent, but for those that only wait to be forgotten. Not every system has /proc, or `ps`. */
function processes(): [pid: number, parent: number][] {
  const lines = existsSync('/proc/self/stat')
    ? readdirSync('/proc').map((pid) => stat(pid).replace(/\(.*\)/s, ''))
    : execFileSync('ps', ['-A', '-o', 'pid=,stat=,ppid='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => /^\s*(\d+)\s+([^Z\s])\S*\s+(\d+)/.exec(line))
    .filter((found) => found !== null)
    .map(([, pid, , parent]) => [Number(pid), Number(parent)]);
}

function stat(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
