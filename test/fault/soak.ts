/**
 * A room of the local stack for ten minutes, or for as many seconds as the command line says: twenty messages a second by four
 * writers, three readers of the SDK behind a proxy that drops every twentieth frame, loses every fiftieth answer to a PUT and cuts
 * all lines each 20 s. Ends with 1 unless every reader has every message once and in order, and their heap has not grown.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chatUrl, type Item } from '../../src/contract/index.js';
import { loseReply } from './proxy/actions.js';
import { Random } from './simulation/random.js';
import type { Verdict } from './simulation/verdict.js';
import { wait } from './simulation/virtual-time.js';
import type { Acked } from './simulation/writers.js';
import type { Order } from './soak-readers.js';
import { World } from './world.js';

const READERS = ['ada', 'bo', 'cy'];
const WRITERS = ['wu', 'xi', 'yo', 'zed'];
/** Between two messages of one writer. */
const EVERY_MS = 200;
const TRY_MS = 10_000;
/** Messages of one writer that may wait for their answers. */
const UNDER_WAY = 10;

const CUT_MS = 20_000;
const DROPPED = 0.05;
const LOST_ANSWERS = 0.02;

/** Code that has not run before is compiled, and pools are filled: that is no leak. */
const WARM_MS = 15_000;
const SAMPLES = 40;
const MOST_GROWTH = 10;
const MOST_LINES = 20;

class Soak {
  readonly #world: World;
  readonly #readers: ChildProcess;
  readonly #random = new Random(1);
  readonly #acked: Acked[] = [];
  #isOn = true;
  #dropped = 0;
  #cuts = 0;

  constructor(world: World) {
    this.#world = world;
    const { proxy, room_id } = world;
    proxy.rule({ on: 'request', method: 'PUT', when: () => this.#strikes(LOST_ANSWERS), do: loseReply });
    for (const to of ['client', 'server'] as const) {
      proxy.rule({ on: 'frame', to, when: () => this.#strikes(DROPPED), do: () => void this.#dropped++ });
    }
    const addresses = Object.fromEntries(READERS.map((who) => [who, proxy.addresses(who)]));
    this.#readers = fork(
      fileURLToPath(new URL('./soak-readers.ts', import.meta.url)),
      [room_id, JSON.stringify(addresses)],
      { execArgv: ['--import', 'tsx', '--expose-gc'] },
    );
  }

  /** Says what came of it; true when that is what was promised. */
  async run(milliseconds: number): Promise<boolean> {
    await this.#heard();
    const cuts = setInterval(() => this.#cut(), CUT_MS);
    const writing = WRITERS.map((who) => this.#writeOn(who));
    await wait(WARM_MS);
    const heaps: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample++) {
      await wait(milliseconds / SAMPLES);
      heaps.push(await this.#ask<number>({ type: 'measure' }));
    }
    this.#isOn = false;
    clearInterval(cuts);
    await Promise.all(writing);
    // The next message shows everybody what they lack: a reader alone would look for it after a minute of silence.
    await this.#world.write('the last');
    const log = await this.#world.log();
    const verdict = await this.#ask<Verdict>({ type: 'end', log, acked: this.#acked });
    this.#readers.disconnect();

    const { lost, doubled, misordered, foreign, problems } = verdict;
    const quarters = [0, 1, 2, 3].map((nth) =>
      mean(heaps.slice((nth * SAMPLES) / 4, ((nth + 1) * SAMPLES) / 4)),
    );
    const [first = 0, last = 0] = [quarters[0], quarters.at(-1)];
    const growth = (last / first - 1) * 100;
    console.log(
      [
        `soak: messages ${log.length}, frames dropped ${this.#dropped}, cuts ${this.#cuts}, lost ${lost}, doubled ${doubled}, misordered ${misordered}, from another room ${foreign}, heap growth ${growth.toFixed(1)} %`,
        `heap of the readers without their messages, by quarters: ${quarters.map(megabytes).join(', ')}`,
        ...problems.slice(0, MOST_LINES),
      ].join('\n'),
    );
    return problems.length === 0 && growth < MOST_GROWTH;
  }

  #strikes(chance: number): boolean {
    return this.#isOn && this.#random.chance(chance);
  }

  #cut(): void {
    this.#cuts += this.#world.proxy.lines().length;
    this.#world.proxy.cut();
  }

  /** Does not wait for one message before it sends the next, unless the backend falls behind. Resolves when all are stored. */
  async #writeOn(who: string): Promise<void> {
    const writing: Promise<void>[] = [];
    for (const started = Date.now(); this.#isOn; ) {
      writing.push(this.#write(who, `${who} ${writing.length}`));
      await writing[writing.length - UNDER_WAY];
      await wait(started + writing.length * EVERY_MS - Date.now());
    }
    await Promise.all(writing);
  }

  async #write(who: string, text: string): Promise<void> {
    const { proxy, room_id } = this.#world;
    const url = chatUrl(proxy.addresses(who).api);
    const body = JSON.stringify({ room_id, user_id: who, name: who, text, id: randomUUID() });
    for (;;) {
      try {
        const answer = await fetch(url, { method: 'PUT', body, signal: AbortSignal.timeout(TRY_MS) });
        if (answer.ok) {
          const { timestamp } = (await answer.json()) as Item;
          this.#acked.push({ text, room_id, timestamp });
          return;
        }
      } catch {
        // Its answer was lost: the same again.
      }
      await wait(EVERY_MS);
    }
  }

  async #ask<Answer>(order: Order): Promise<Answer> {
    this.#readers.send(order);
    return (await this.#heard()) as Answer;
  }

  async #heard(): Promise<unknown> {
    const ended = new AbortController();
    try {
      return await Promise.race([
        once(this.#readers, 'message', ended).then(([message]) => message),
        once(this.#readers, 'exit', ended).then(([code]) => {
          throw new Error(`unable to go on; the readers' process ended with ${code}`);
        }),
      ]);
    } finally {
      ended.abort();
    }
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}

const world = await World.open();
const isKept = await new Soak(world).run(Number(process.argv[2] ?? 600) * 1_000);
await world.close();
process.exitCode = isKept ? 0 : 1;
