import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { withoutAccount } from '../deploy/no-account.js';
import type { Settings } from '../lambda/policy.js';
import { EMULATOR_OPTIONS } from './aws-differences.js';
import type { Ports } from './ports.js';
import type { Preload } from './preload.js';
import { ROOT } from './root.js';
import type { Service } from './service.js';

/** How long a process that was told to end may take before it is killed. */
const GRACE_MS = 5_000;

export interface Emulator {
  readonly connections: string;
  /** Resolves when its ports listen. */
  readonly listening: Promise<void>;
  /** Resolves when its process has ended, with the reason. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** API Gateway and Lambda, by serverless-offline, in a process of their own. */
export function startEmulator(
  { region, routes }: Service,
  { api, socket, lambda }: Ports,
  settings: Settings,
  dynamodb: string,
  verbose: boolean,
): Emulator {
  const folder = join('.esbuild', `local-${process.pid}-${socket}`);
  const workFolder = fileURLToPath(new URL(folder, ROOT));
  const connections = `http://localhost:${socket}`;
  const endpoints = { DYNAMODB_ENDPOINT: dynamodb, LAMBDA_ENDPOINT: `http://localhost:${lambda}` };
  const preload: Preload = { apiPort: api, routes, workFolder };
  const child = spawn(
    process.execPath,
    [
      ...['--import', bundlePreload(workFolder)],
      ...[createRequire(import.meta.url).resolve('serverless/bin/serverless.js'), 'offline'],
      ...['--httpPort', String(api), '--websocketPort', String(socket), '--lambdaPort', String(lambda)],
      ...EMULATOR_OPTIONS,
      ...['--param', `connectionsEndpoint=${connections}`, '--param', `workFolder=${folder}`],
    ],
    {
      cwd: ROOT,
      env: {
        ...environment(region, verbose),
        ...endpoints,
        ...settings,
        CHAT_PRELOAD: JSON.stringify(preload),
      },
      // Ctrl+C reaches a whole group of processes; this one ends when its parent says so.
      detached: true,
      // Errors of the functions and of the emulator come on its standard error, the rest is chatter. Our own standard
      // output is for the lines that other programs read.
      stdio: ['ignore', verbose ? 2 : 'ignore', 2, 'ipc'],
    },
  );
  const ended = once(child, 'exit').then(([code, signal]) =>
    signal ? `was ended by ${signal}` : `ended with code ${code}`,
  );
  return {
    connections,
    listening: listening(child, [api, socket, lambda]),
    ended,
    stop: async () => {
      await end(child);
      // Its process does this itself, unless it was killed.
      rmSync(workFolder, { recursive: true, force: true });
    },
  };
}

/** The user's own, without what is meant for a deployment. */
function environment(region: string, verbose: boolean): NodeJS.ProcessEnv {
  const own = Object.entries(withoutAccount(process.env)).filter(([name]) => !name.startsWith('CHAT_'));
  return {
    ...Object.fromEntries(own),
    AWS_REGION: region,
    SLS_LOG_LEVEL: verbose ? 'notice' : 'error',
  };
}

/** Plain Node runs it: loading osls through a TypeScript loader would take several times as long. */
function bundlePreload(workFolder: string): string {
  const outfile = join(workFolder, 'preload.mjs');
  buildSync({
    entryPoints: [fileURLToPath(new URL('preload.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  });
  return pathToFileURL(outfile).href;
}

function listening(child: ChildProcess, ports: readonly number[]): Promise<void> {
  const missing = new Set(ports);
  return new Promise((resolve) => {
    child.on('message', ({ listening: port }: { listening: number }) => {
      missing.delete(port);
      if (missing.size === 0) resolve();
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  if (child.connected) child.disconnect();
  await exit;
  clearTimeout(timer);
}
