import assert from 'node:assert/strict';
import { it, mock } from 'node:test';
import { LIMITS_OF_USE } from '../../../src/lambda/limits.js';
import type { Store } from '../../../src/lambda/store.js';
import { isWrite, withSend } from '../../unit/lambda/fixture.js';
import { OPEN } from '../../unit/lambda/open.js';
import { Random } from '../simulation/random.js';
import { Backend } from './backend.js';

/** As deployed: every limit is kept. */
const LIMITED = { ...OPEN, limits: LIMITS_OF_USE };

const MESSAGES = 200;
const MEMBERS = 10;

/** What DynamoDB counts. */
interface Units {
  write: number;
  read: number;
  /** Reading the list of those to tell. */
  index: number;
}

interface Call {
  readonly input: { ReturnConsumedCapacity?: string; readonly IndexName?: string };
}

interface Result {
  readonly ConsumedCapacity?: { readonly CapacityUnits: number };
}

/** When a Lambda dies, as seen from a call of its. */
type Death = 'before' | 'after' | 'not now';

/** The store of Lambdas whose calls are counted, and each of which may be their last. */
function counting(units: Units, death: () => Death): Store {
  return withSend(async (command, send) => {
    const dies = death();
    if (dies === 'before') throw new Error('killed');
    const { input } = command as Call;
    const kind = isWrite(command) ? 'write' : input.IndexName ? 'index' : 'read';
    input.ReturnConsumedCapacity = 'TOTAL';
    const result = (await send().catch((error: unknown) => {
      // What its condition refuses costs as much, and dynalite does not say so.
      units[kind] += 1;
      throw error;
    })) as Result;
    units[kind] += result.ConsumedCapacity?.CapacityUnits ?? 0;
    if (dies === 'after') throw new Error('killed');
    return result;
  });
}

/** Stores messages of 1 KB, each by as many tries as it takes, and gives back what one of them cost. */
async function costOf(death: () => Death): Promise<Units & { posts: number; tries: number }> {
  const units: Units = { write: 0, read: 0, index: 0 };
  // Every try meets a Lambda of its own, at a time of its own, so that none ties with another.
  let now = Date.now();
  let tries = 0;
  const count = counting(units, death);
  const store: Store = { db: count.db, now: () => now };
  const backend = new Backend({ policy: LIMITED });
  await backend.join(Array.from({ length: MEMBERS }, (_, i) => `member ${i}`));
  await backend.stored({ text: 'makes the head' });
  const posted = backend.gateway.begun.length;
  const text = 'x'.repeat(700);
  for (let i = 0; i < MESSAGES; i++) {
    const fields = { id: `${i}`, text };
    do {
      now += 1_000;
      tries += 1;
    } while ((await backend.put(fields, store)).statusCode !== 200);
  }
  await backend.assertInvariants();
  const each = (total: number) => total / MESSAGES;
  return {
    write: each(units.write),
    read: each(units.read),
    index: each(units.index),
    posts: each(backend.gateway.begun.length - posted),
    tries: each(tries),
  };
}

/** A line for whoever runs the suite. */
function print(what: string, cost: object): void {
  const figures = Object.entries(cost).map(([name, value]) => `${name} ${(value as number).toFixed(2)}`);
  console.log(`cost of a message of up to 1 KB, ${what}: ${figures.join(', ')}`);
}

it('a message of up to 1 KB costs at most 4 write units and 2 read units with all limits on, and a post for each member', async () => {
  const cost = await costOf(() => 'not now');
  print('without faults', cost);
  assert.ok(cost.write <= 4, `${cost.write} write units`);
  assert.ok(cost.read <= 2, `${cost.read} read units`);
  assert.equal(cost.index, 0.5);
  assert.equal(cost.posts, MEMBERS);
});

it('a message is stored once, at little more cost, where a Lambda dies at each tenth call', async () => {
  const random = new Random(10);
  const log = mock.method(process.stderr, 'write', () => true);
  const cost = await costOf(() => (random.chance(0.1) ? random.pick(['before', 'after']) : 'not now'));
  log.mock.restore();
  print('10 % of Lambdas killed at each step', cost);
  assert.ok(cost.tries > 1.1);
  // A retry finishes what was begun, and writes only what is missing; what it has to look at is as much as for the first try.
  assert.ok(
    cost.write < 5 && cost.read < 2 * cost.tries,
    `${cost.write} write units, ${cost.read} read units`,
  );
});
