/** `npm run bench:short`: what CI holds the build to, in under a minute. Fails with a line for each budget that is not kept. */
import { Bench } from './bench.js';
import { BUDGETS, type Budget } from './budgets.js';
import { gzipBytes } from './gzip.js';
import { DidNotFinish, finished } from './measure.js';
import { built } from './site.js';
import type { Stage } from './stage.js';

type Counts = Partial<Record<Budget, number>>;

const FEW = 1_000;
const MANY = 100_000;

const reads = (stage: Stage) => stage.call(() => window.peer.reads ?? Number.NaN, undefined);

/** Elements, and messages read to show a room of this size and for one more. */
async function sizes(stage: Stage, size: number) {
  await stage.show(size);
  const elements = await stage.call(() => window.bench.elements(), undefined);
  const shown = await reads(stage);
  await stage.call((count) => window.bench.appendAll(count), 10);
  return { elements, shown, appended: (await reads(stage)) - shown };
}

async function shift(stage: Stage, anchor: 'auto' | 'none'): Promise<number> {
  await stage.show(FEW);
  await stage.page.addStyleTag({ content: `* { overflow-anchor: ${anchor} }` });
  await stage.call(() => window.bench.toMiddle(), undefined);
  return (await stage.call((count) => window.bench.prepend(count), 50)).shift;
}

async function ingest(stage: Stage, size: number): Promise<number> {
  await stage.goto();
  await stage.add('wire.js');
  await stage.call((size) => window.wire.load(size), size, 60_000);
  return stage.call((count) => window.wire.ingest(count), FEW);
}

const PARTS: readonly ((bench: Bench) => Promise<Counts>)[] = [
  async () => ({
    'bytes of chat-room.js, gzip': gzipBytes(built('chat-room.js')),
    'bytes of chat-launcher.js, gzip': gzipBytes(built('chat-launcher.js')),
    'bytes of the SDK, gzip': gzipBytes(built('shared/index.js')),
  }),
  async (bench) => {
    const few = await bench.on('chat-room', (stage) => sizes(stage, FEW));
    const many = await bench.on('chat-room', (stage) => sizes(stage, MANY));
    return {
      'elements, at 100,000 messages against 1,000': many.elements / few.elements,
      'messages read to show a room, of 100,000 against 1,000': many.shown / few.shown,
      'messages read when one arrives, at 100,000 against 1,000': many.appended / few.appended,
    };
  },
  (bench) =>
    bench.on('chat-room', async (stage) => {
      await stage.show(10_000);
      const elements = await stage.call(() => window.bench.elements(), undefined);
      const { time, updates } = await stage.call((count) => window.bench.burst(count), FEW);
      finished(time, 'the last message of the burst');
      return {
        'elements at 10,000 messages': elements,
        'changes of the list for 1,000 messages in one task': updates,
      };
    }),
  async (bench) => ({
    'px that 50 older messages move what is read': await bench.on('chat-room', (stage) =>
      shift(stage, 'auto'),
    ),
    'the same with overflow-anchor: none': await bench.on('chat-room', (stage) => shift(stage, 'none')),
  }),
  (bench) =>
    bench.on('chat-room', async (stage) => {
      await stage.goto();
      await stage.add('wire.js');
      await stage.call((size) => window.wire.join(size), FEW);
      const { requests, handshakes } = await stage.call(() => window.wire.traffic, undefined);
      await stage.call(() => window.wire.miss(500), undefined);
      const after = await stage.call(() => window.wire.traffic, undefined);
      return {
        'handshakes to join': handshakes,
        'requests to join': requests,
        'requests to catch up with 500 messages': after.requests - requests,
      };
    }),
  async (bench) => {
    const few = await bench.on('chat-room', (stage) => ingest(stage, FEW));
    const many = await bench.on('chat-room', (stage) => ingest(stage, MANY));
    return { 'time to take a message in, at 100,000 against 1,000': many / few };
  },
];

const bench = await Bench.open();
const counts: Counts = {};
try {
  for (const part of PARTS) {
    try {
      Object.assign(counts, await part(bench));
    } catch (error) {
      if (!(error instanceof DidNotFinish)) throw error;
      console.error(`unable to count; ${error.message}`);
    }
  }
} finally {
  await bench.close();
}

const budgets = Object.entries(BUDGETS);
let kept = 0;
for (const [what, most] of budgets) {
  const count = counts[what as Budget];
  const isKept = count !== undefined && count <= most;
  const found = count === undefined ? 'did not finish' : Number(count.toFixed(2)).toLocaleString('en');
  const line = `${isKept ? '✔' : '✖'} ${what}: ${found}, at most ${most.toLocaleString('en')}`;
  if (isKept) kept++;
  console.log(line);
}
console.log(`bench: ${kept} of ${budgets.length} budgets kept`);
if (kept < budgets.length) process.exitCode = 1;
