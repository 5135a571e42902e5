import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../suite/suite.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What is bundled for the pages, by the name of the file that it becomes. */
const BUNDLES = {
  'harness.js': 'page/harness.ts',
  'wire.js': 'page/wire.ts',
  'plain.js': 'peers/plain.ts',
  'lit.js': 'peers/lit.ts',
  'lit-rows.js': 'peers/lit-rows.ts',
  'fill.js': 'peers/chat-room.ts',
} as const;

/** What is measured of the build: the classic script, and the SDK as it is imported; more of it may be loaded by these. */
type BuiltName = 'chat-room.js' | 'chat-launcher.js' | 'shared/index.js';

const DIST = join(ROOT, 'dist');

const HEAD = '<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title>';
/** Before the name of a script: the same one, with a measure around its run. */
export const MEASURED = 'measured/';

/** The measure's name. */
export const RUN = 'run of the script';

function measured(code: string): string {
  return `performance.mark('begin');${code}\nperformance.measure('${RUN}','begin')`;
}

const TEXT = '<p>What the page itself says.</p>';
const TAG = '<chat-room></chat-room>';

/** What the pages show, by their names. */
const PAGES = {
  /** A box for a list, and nothing else. */
  '': `<style>${readFileSync(here('page/style.css'), 'utf8')}</style><div id="box"></div>`,
  /** Somebody's page, with the embed of the README. */
  host: `${TEXT}<script src="/chat-room.js"></script><div id="box">${TAG}</div>${TEXT}`,
  /** The same one, whose script comes when it is painted. */
  late: `${TEXT}<div id="box">${TAG}</div>${TEXT}`,
} as const;

export type PageName = keyof typeof PAGES;

export type ScriptName = keyof typeof BUNDLES | BuiltName;

async function bundled(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here(path)],
    bundle: true,
    minify: true,
    legalComments: 'none',
    target: 'es2022',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** What is built, as it is now. */
export function built(name: BuiltName): string {
  return readFileSync(join(DIST, name), 'utf8');
}

/** The scripts of all peers, and an empty page to run them in. */
export class Site {
  readonly #server: Server;
  readonly #scripts: ReadonlyMap<string, string>;

  private constructor(server: Server, scripts: ReadonlyMap<string, string>) {
    this.#server = server;
    this.#scripts = scripts;
  }

  static async open(): Promise<Site> {
    const bundles = Object.entries(BUNDLES).map(async ([name, path]) => [name, await bundled(path)] as const);
    // Read once: a build meanwhile changes nothing.
    const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    );
    const scripts = new Map<string, string>([
      ...(await Promise.all(bundles)),
      ...files.map((name) => [name, readFileSync(join(DIST, name), 'utf8')] as const),
    ]);
    const pages = new Map<string, string>(Object.entries(PAGES));
    const server = createServer(({ url = '/' }, response) => {
      const name = url.slice(1);
      const plain = scripts.get(name.replace(MEASURED, ''));
      const script = plain !== undefined && name.startsWith(MEASURED) ? measured(plain) : plain;
      const page = pages.get(name);
      response.statusCode = (script ?? page) === undefined ? 404 : 200;
      response.setHeader('Content-Type', `text/${script ? 'javascript' : 'html'}; charset=utf-8`);
      response.end(script ?? (page && HEAD + page));
    });
    // A busy page may come back later than Node keeps a line open.
    server.keepAliveTimeout = 0;
    await once(server.listen(0), 'listening');
    return new Site(server, scripts);
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/`;
  }

  code(name: ScriptName): string {
    return this.#scripts.get(name) ?? '';
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }
}
