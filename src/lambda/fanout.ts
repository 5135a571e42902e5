import pMap from 'p-map';
import { allot, spend } from './budget.js';
import { Connections } from './connections.js';
import { type Errand, Errands, type Lambda } from './errands.js';
import { type Gateway, Posts } from './posts.js';
import { type Store, within } from './store.js';

/** Connections that one invocation posts to: about a second of one Lambda's time, and far below the 256 KB of an errand. */
const CHUNK = 400;

/** Errands on their way at once. */
const CONCURRENCY = 8;

/** How long posts may begin; Lambda ends the function after 10 s. */
const BUDGET_MS = 7_000;

/** Runs errands: a chunk of connections it posts to; a room it splits into chunks, keeps the first and gives the others away. */
export class Fanout {
  readonly #store: Store;
  readonly #gateway: Gateway;
  readonly #errands: Errands;

  constructor(store: Store, gateway: Gateway, lambda: Lambda) {
    this.#store = store;
    this.#gateway = gateway;
    this.#errands = new Errands(lambda);
  }

  /** Never fails: Lambda would run the whole errand again, also for those who have the frame. */
  async run({ ids, ...appended }: Errand): Promise<void> {
    const budget = allot(BUDGET_MS);
    const connections = new Connections(within(this.#store, budget));
    const posts = new Posts(this.#gateway, connections);
    if (ids) return posts.send(ids, appended, budget);
    const chunks = inChunks(spend(connections.of(appended.item.room_id), budget));
    const own = (await chunks.next()).value ?? [];
    const left: string[] = [];
    await Promise.all([
      posts.send(own, appended, budget),
      pMap(
        chunks,
        async (chunk) => {
          if (!(await this.#errands.give({ ...appended, ids: chunk }))) left.push(...chunk);
        },
        { concurrency: CONCURRENCY },
      ),
    ]);
    await posts.send(left, appended, budget);
    await posts.end(connections.ended, budget);
  }
}

async function* inChunks(ids: AsyncIterable<string>): AsyncGenerator<string[], undefined> {
  let chunk: string[] = [];
  for await (const id of ids) {
    chunk.push(id);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
