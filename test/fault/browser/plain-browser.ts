import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Browser, type BrowserContext, chromium, test } from 'playwright/test';

/** A browser as its users have it: where Playwright starts one, no tab is ever hidden, and no setting of the user's counts. */
export async function inPlainBrowser<Value>(
  preferences: object,
  run: (context: BrowserContext) => Promise<Value>,
): Promise<Value> {
  const { executablePath = '', args = [] } = test.info().project.use.launchOptions ?? {};
  const profile = await mkdtemp(join(tmpdir(), 'chat-room-'));
  await mkdir(join(profile, 'Default'));
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify({ profile: preferences }));
  const own = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`];
  const child = spawn(executablePath, [...own, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  try {
    const browser = await connect(await endpointOf(child.stderr));
    // A pipe that nobody empties would hold the browser up.
    child.stderr.resume();
    const [context] = browser.contexts();
    if (!context) throw new Error('unable to use the browser; it has no window');
    return await run(context);
  } finally {
    child.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** On a busy machine a browser that has just started may leave the first connection without an answer. */
async function connect(endpoint: string, tries = 3): Promise<Browser> {
  try {
    return await chromium.connectOverCDP(endpoint, { noDefaults: true, timeout: 10_000 });
  } catch (error) {
    if (tries === 1) throw error;
    return connect(endpoint, tries - 1);
  }
}

async function endpointOf(output: Readable): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [, endpoint] = /^DevTools listening on (\S+)/.exec(line) ?? [];
    if (endpoint) return endpoint;
  }
  throw new Error('unable to use the browser; it ended before it listened');
}
