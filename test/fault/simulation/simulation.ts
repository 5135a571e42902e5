import { createChatClient, type Room } from '../../../src/client/index.js';
import { createApi, createSocketFunctions } from './backend.js';
import type { Database } from './database.js';
import { Device, type Network } from './device.js';
import { type FaultCounts, Faults } from './faults.js';
import { Gateway, type SocketFunctions } from './gateway.js';
import { Lambdas } from './lambdas.js';
import { Ledger } from './ledger.js';
import { Random } from './random.js';
import { Reader } from './reader.js';
import { Trace } from './trace.js';
import { judge, type Verdict } from './verdict.js';
import { VirtualTime } from './virtual-time.js';
import { PlainWriter, SdkWriter, type Writer } from './writers.js';

const API = 'https://api.test';
const SOCKET = 'wss://socket.test';

const MESSAGES = 40;
/** How long things go wrong, in milliseconds, and how long messages are written. */
const HARD_MS = 180_000;
/** Until every writer has its answers, at most. */
const ANSWERS_MS = 300_000;
/** A minute of silence, the ping after it, and half a minute in which what that shows is looked for. */
const REST_MS = 120_000;
const AWAY_MS = 40_000;

export interface Outcome extends Verdict {
  readonly seed: number;
  readonly messages: number;
  readonly faults: FaultCounts;
  readonly trace: readonly string[];
}

/** How far Lambdas' clocks may be off: for every other seed, further than a catch-up looks back. */
export function skewOf(seed: number): number {
  return seed % 2 === 0 ? 20_000 : 7_000;
}

/** Some minutes of a room in which everything goes wrong that can, all of it drawn from the seed. */
export async function simulate(seed: number, database: Database): Promise<Outcome> {
  const chance = new Random(~seed);
  const isBusy = (): boolean => database.isBusy;
  const time = new VirtualTime(() => chance.next(), isBusy);
  try {
    return await new Simulation(seed, database, time).run();
  } finally {
    time.end();
  }
}

class Simulation {
  readonly #seed: number;
  readonly #database: Database;
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #trace: Trace;
  readonly #faults: Faults;
  readonly #lambdas: Lambdas;
  readonly #network: Network;
  readonly #room: string;
  readonly #nextDoor: string;
  readonly #readers: Reader[] = [];
  readonly #ledger: Ledger;

  constructor(seed: number, database: Database, time: VirtualTime) {
    this.#seed = seed;
    this.#database = database;
    this.#time = time;
    this.#room = `seed ${seed}`;
    this.#nextDoor = `seed ${seed}, next door`;
    const random = new Random(seed);
    const trace = new Trace(() => time.elapsed);
    const faults = new Faults(random, trace);
    const gateway: Gateway = new Gateway(faults, trace, () => functions);
    const lambdas = new Lambdas({ db: database.db, gateway, faults, trace, skew: skewOf(seed) });
    const functions: SocketFunctions = createSocketFunctions(lambdas);
    this.#random = random;
    this.#trace = trace;
    this.#faults = faults;
    this.#ledger = new Ledger(trace);
    this.#lambdas = lambdas;
    this.#network = { api: createApi(lambdas, faults), gateway, faults, trace };
  }

  async run(): Promise<Outcome> {
    const { stderr } = process;
    const { write } = stderr;
    // What the functions tell their operator belongs into the trace.
    stderr.write = (line: string | Uint8Array) => {
      this.#trace.add('operator', String(line).trimEnd());
      return true;
    };
    try {
      await this.#happen();
      return {
        seed: this.#seed,
        messages: MESSAGES,
        faults: this.#faults.counts,
        trace: this.#trace.lines,
        ...(await this.#judge()),
      };
    } finally {
      for (const { room } of this.#readers) room.close();
      stderr.write = write;
    }
  }

  async #happen(): Promise<void> {
    for (const [who, room] of [
      ['ada', this.#room],
      ['bo', this.#room],
      ['cy', this.#room],
      ['dee', this.#nextDoor],
    ] as const) {
      const device = this.#device(who);
      setTimeout(() => this.#read(device, room), this.#random.between(0, HARD_MS / 4));
    }
    for (const milliseconds of [5_000, 10_000]) {
      setTimeout(() => this.#lambdas.throttle(milliseconds), this.#random.between(0, HARD_MS - milliseconds));
    }
    const writers = ['wu', 'xi', 'yo'].map((who, index) => this.#writers(who, index));
    for (let count = 1; count <= MESSAGES; count++) {
      const [here, nextDoor = here] = this.#random.pick(writers);
      const writer = this.#random.chance(0.2) ? nextDoor : here;
      setTimeout(() => this.#ledger.write(writer, `m${count}`), this.#random.between(0, HARD_MS));
    }
    await this.#time.pass(HARD_MS);
    this.#trace.add('world', 'nothing goes wrong any more');
    this.#faults.isOn = false;
    await this.#time.pass(ANSWERS_MS, () => this.#ledger.unanswered.size === 0);
    await this.#time.pass(REST_MS);
  }

  /** Every other writer is the SDK, which shows what it sends; the rest write next door as well. */
  #writers(who: string, index: number): readonly [Writer, Writer?] {
    const device = this.#device(who);
    if (index % 2 !== this.#seed % 2) return [new SdkWriter(this.#read(device, this.#room))];
    const plain = (room_id: string): Writer =>
      new PlainWriter({ who, room_id, api: API, fetch: device.fetch, faults: this.#faults });
    return [plain(this.#room), plain(this.#nextDoor)];
  }

  #read({ who, fetch, WebSocket }: Device, room_id: string): Room {
    const user = { id: who, name: who };
    const room = createChatClient({ api: API, socket: SOCKET, user, fetch, WebSocket }).room(room_id);
    this.#readers.push(new Reader(room));
    return room;
  }

  /** A device whose lines are cut now and then, and which is offline for a while. */
  #device(who: string): Device {
    const device = new Device(who, this.#network);
    const anyTime = (): number => this.#random.between(0, HARD_MS);
    for (const isTold of [true, true, false]) setTimeout(() => device.cut(isTold), anyTime());
    setTimeout(() => device.goOffline(this.#random.between(1_000, AWAY_MS)), anyTime());
    return device;
  }

  async #judge(): Promise<Verdict> {
    const rooms = [this.#room, this.#nextDoor].map(async (room_id) => ({
      room_id,
      log: await this.#database.log(room_id),
      readers: this.#readers.filter(({ room }) => room.id === room_id),
    }));
    return judge(this.#ledger, await Promise.all(rooms));
  }
}
