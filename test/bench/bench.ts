import { type Browser, chromium } from 'playwright';
import { launchOptions } from '../browser.mjs';
import { DidNotFinish, type PeerName, type Trial } from './measure.js';
import type { Results } from './results.js';
import { Site } from './site.js';
import { Stage } from './stage.js';

const ROUNDS = 5;

/** A peer that did not finish so often is not asked again. */
const MOST_MISSING = 2;

/** Runs trials in one browser, and has another one where a page never came back. */
export class Bench {
  readonly #site: Site;
  #browser: Browser;

  private constructor(site: Site, browser: Browser) {
    this.#site = site;
    this.#browser = browser;
  }

  static async open(): Promise<Bench> {
    return new Bench(await Site.open(), await chromium.launch(launchOptions()));
  }

  get version(): string {
    return this.#browser.version();
  }

  /** All rounds of a trial: each peer once in every one, each time with another one first. */
  async run({ rounds = ROUNDS, ...trial }: Trial, results: Results): Promise<void> {
    const { peers, figures } = trial;
    for (let round = 0; round < rounds; round++) {
      for (const index of peers.keys()) {
        const peer = peers[(index + round) % peers.length] as PeerName;
        if (figures.some((figure) => results.missing(peer, figure) >= MOST_MISSING)) continue;
        const { values, reason } = await this.#once(trial, peer);
        for (const [i, figure] of figures.entries()) results.add(peer, figure, values[i] ?? null, reason);
      }
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#site.close();
  }

  /** One peer in a fresh context. What it throws goes on; after a `DidNotFinish` there is a fresh browser, too. */
  async on<Value>(peer: PeerName, use: (stage: Stage) => Promise<Value>): Promise<Value> {
    const stage = await Stage.open(this.#browser, this.#site, peer);
    try {
      const value = await use(stage);
      await stage.close();
      return value;
    } catch (error) {
      await this.#browser.close();
      this.#browser = await chromium.launch(launchOptions());
      throw error;
    }
  }

  async #once(trial: Trial, peer: PeerName): Promise<{ values: readonly number[]; reason?: string }> {
    try {
      return { values: await this.on(peer, (stage) => trial.run(stage)) };
    } catch (error) {
      if (!(error instanceof DidNotFinish)) throw error;
      return { values: [], reason: error.message };
    }
  }
}
