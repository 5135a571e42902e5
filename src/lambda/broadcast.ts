import { allot } from './budget.js';
import { Connections } from './connections.js';
import { Errands, type Lambda } from './errands.js';
import type { Appended } from './log.js';
import { type Gateway, Posts } from './posts.js';
import { report } from './report.js';
import { type Store, within } from './store.js';

/** Up to this many connections a PUT tells the room itself; the posts to more would keep its sender waiting. */
const INLINE = 50;

/** How long a PUT may begin posts. Together with what the append may take, and the last post, it stays below Lambda's 10 s. */
const BUDGET_MS = 2_000;

/** For telling a user of their ban before they hear nothing more. */
const FAREWELL_MS = 200;

/** Brings news to every connection of a room, or has it brought. Never fails. */
export class Broadcast {
  readonly #store: Store;
  readonly #gateway: Gateway;
  readonly #errands: Errands;

  constructor(store: Store, gateway: Gateway, lambda: Lambda) {
    this.#store = store;
    this.#gateway = gateway;
    this.#errands = new Errands(lambda);
  }

  /**
   * Resolves when everybody in a small room was told, or when Lambda has taken it over to tell a large one. Connections whose
   * token has ended, and those of a user who is banned, are closed.
   */
  async send(appended: Appended): Promise<void> {
    const { room_id, kind, subject } = appended.item;
    const budget = allot(BUDGET_MS);
    const connections = new Connections(within(this.#store, budget));
    const posts = new Posts(this.#gateway, connections);
    try {
      if (kind === 'ban') {
        // First: whatever telling the others may take, this is done.
        await posts.send(connections.of(room_id, subject), appended, allot(FAREWELL_MS));
        await posts.end(connections.of(room_id, subject), budget);
      }
      const few = await connections.few(room_id, INLINE);
      if (few || !(await this.#errands.give(appended))) {
        await posts.send(few ?? connections.of(room_id), appended, budget);
      }
      await posts.end(connections.ended, budget);
    } catch (error) {
      report('broadcast_failed', error, { room_id });
    }
  }
}
