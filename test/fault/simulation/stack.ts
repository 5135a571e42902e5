import type { Room } from '../../../src/client/index.js';
import { isConnected, until, World } from '../world.js';
import { Faults } from './faults.js';
import { Ledger } from './ledger.js';
import { Random } from './random.js';
import { Reader } from './reader.js';
import type { Outcome } from './simulation.js';
import { Trace } from './trace.js';
import { judge } from './verdict.js';
import { wait } from './virtual-time.js';
import { PlainWriter, SdkWriter } from './writers.js';

const MESSAGES = 30;
/** How long things go wrong, in milliseconds: here time is real. */
const HARD_MS = 4_000;
const LATE_MS = 1_500;
/** Where the simulation's writers have patience for seconds, these have it for tenths. */
const PACE = 0.1;

/** Some seconds of a room of the whole local stack, behind a proxy in which everything goes wrong that can. */
export async function runThroughStack(seed: number): Promise<Outcome> {
  const random = new Random(seed);
  const started = Date.now();
  const trace = new Trace(() => Date.now() - started);
  const faults = new Faults(random, trace);
  const ledger = new Ledger(trace);
  const world = await World.open();
  breakThings(world, faults);
  try {
    const { room_id, proxy } = world;
    const wu = world.enter('wu');
    const rooms = [...['ada', 'bo', 'cy'].map((who) => world.enter(who)), wu];
    const readers = rooms.map((room) => new Reader(room));
    const plain = ['xi', 'yo'].map(
      (who) => new PlainWriter({ who, room_id, api: proxy.addresses(who).api, fetch, faults, pace: PACE }),
    );
    const writers = [new SdkWriter(wu), ...plain];
    const anyTime = (): Promise<void> => wait(random.between(0, HARD_MS));
    await Promise.all([
      ...rooms.map(async ({ user }) => {
        await anyTime();
        faults.record('a socket was closed', user.id);
        proxy.cut(user.id);
      }),
      ...Array.from({ length: MESSAGES }, async (_, index) => {
        await anyTime();
        await ledger.write(random.pick(writers), `m${index + 1}`);
      }),
      wait(HARD_MS).then(() => {
        faults.isOn = false;
      }),
    ]);
    await Promise.all(plain.map((writer) => writer.idle()));
    // The next message shows everybody what they lack: a reader alone would look for it after a minute of silence.
    await world.write(`m${MESSAGES + 1}`);
    const log = await world.log();
    const isComplete = ({ messages }: Pick<Room, 'messages'>): boolean => messages.length === log.length;
    // Who does not get there is judged as well.
    await Promise.allSettled(rooms.map((room) => until(room, () => isComplete(room) && isConnected(room))));
    return {
      seed,
      messages: log.length,
      faults: faults.counts,
      trace: trace.lines,
      ...judge(ledger, [{ room_id, log, readers }]),
    };
  } finally {
    await world.close();
  }
}

function breakThings({ proxy }: World, faults: Faults): void {
  const { random } = faults;
  proxy.rule({
    on: 'request',
    do: async ({ request: { client }, forward, answer, cut }) => {
      if (faults.strikes('a request was lost', client)) return cut();
      const stored = await forward();
      if (faults.strikes('an answer was lost', client)) return cut();
      answer(stored);
    },
  });
  proxy.rule({
    on: 'connect',
    do: async ({ accept, refuse }) => {
      if (faults.strikes('a handshake was refused', 'proxy')) refuse(503);
      else await accept();
    },
  });
  proxy.rule({
    on: 'frame',
    to: 'client',
    do: ({ line: { client }, pass }) => {
      if (faults.strikes('a push was lost', client)) return;
      if (faults.strikes('a push was doubled', client)) pass();
      if (!faults.strikes('a push was late', client)) return pass();
      setTimeout(pass, random.between(0, LATE_MS));
    },
  });
}
