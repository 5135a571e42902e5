import type { Browser, BrowserContext, CDPSession, Page } from 'playwright';
import { DidNotFinish, finished, type PeerName } from './measure.js';
import type { PageName, ScriptName, Site } from './site.js';

const SCRIPTS: Readonly<Record<PeerName, readonly ScriptName[]>> = {
  plain: ['plain.js'],
  lit: ['lit.js'],
  'lit-rows': ['lit-rows.js'],
  'chat-room': ['chat-room.js', 'fill.js'],
};

/** For a step of a page that may be busy: what is not on screen by 15 s, its harness says itself. */
const STEP_MS = 20_000;

/** One peer in a fresh context of a browser, for one round of a trial. */
export class Stage {
  readonly peer: PeerName;
  readonly site: Site;
  readonly #context: BrowserContext;
  #opened: { readonly page: Page; readonly cdp: CDPSession } | undefined;

  private constructor(peer: PeerName, site: Site, context: BrowserContext) {
    this.peer = peer;
    this.site = site;
    this.#context = context;
  }

  static async open(browser: Browser, site: Site, peer: PeerName): Promise<Stage> {
    return new Stage(peer, site, await browser.newContext({ viewport: { width: 800, height: 700 } }));
  }

  /** One of the site's pages; without a name the empty one. */
  async goto(path: PageName = ''): Promise<void> {
    const page = await this.#context.newPage();
    const cdp = await this.#context.newCDPSession(page);
    // Of the processor, so that what else the machine does counts for nothing.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(this.site.url + path);
    this.#opened = { page, cdp };
  }

  /** A page with the harness, and with the peer. */
  async load(): Promise<void> {
    await this.goto();
    await this.add('harness.js');
    await this.addPeer();
  }

  /** The same, and the peer shows a room of this size: milliseconds until it does. */
  async show(size: number): Promise<number> {
    await this.load();
    return this.mount(size);
  }

  /** Has the peer show a room of this size: milliseconds until it does. */
  async mount(size: number): Promise<number> {
    return finished(await this.call((size) => window.bench.mount(size), size), `a room of ${size}`);
  }

  addPeer(): Promise<void> {
    return this.add(...SCRIPTS[this.peer]);
  }

  async add(...scripts: readonly ScriptName[]): Promise<void> {
    for (const script of scripts) await this.page.addScriptTag({ url: `/${script}` });
  }

  /** The script that is the peer's own. */
  get script(): ScriptName {
    const [script] = SCRIPTS[this.peer];
    if (!script) throw new Error(`unable to load ${this.peer}; it has no script`);
    return script;
  }

  get page(): Page {
    return this.#page().page;
  }

  get cdp(): CDPSession {
    return this.#page().cdp;
  }

  /** Calls something in the page. Throws `DidNotFinish` when it takes longer than `limit` milliseconds. */
  call<Value, Argument>(run: (argument: Argument) => Value, argument: Argument, limit = STEP_MS) {
    return this.within(this.page.evaluate(run as (argument: unknown) => Value, argument), limit);
  }

  /** The same for anything that waits for the page. */
  async within<Value>(value: Promise<Value>, limit: number): Promise<Value> {
    const late = new AbortController();
    // A page that is closed while it is busy says so here, too.
    value.catch(() => {});
    try {
      return await Promise.race([value, timeout(limit, late.signal)]);
    } finally {
      late.abort();
    }
  }

  /** One of Chromium's own figures of the page: `TaskDuration` in seconds of the processor, `JSHeapUsedSize` in bytes, `Nodes`. */
  async metric(name: 'TaskDuration' | 'JSHeapUsedSize' | 'Nodes'): Promise<number> {
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  }

  offline(isOffline: boolean): Promise<void> {
    return this.#context.setOffline(isOffline);
  }

  async collectGarbage(): Promise<void> {
    for (let times = 0; times < 2; times++) await this.cdp.send('HeapProfiler.collectGarbage');
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  #page() {
    if (!this.#opened) throw new Error('unable to use the page; none was opened');
    return this.#opened;
  }
}

function timeout(limit: number, signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new DidNotFinish(`no answer within ${limit / 1_000} s`)), limit);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
