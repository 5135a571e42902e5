import { WireError } from '../contract/index.js';
import type { Connections } from './connections.js';
import type { Limits } from './limits.js';

/** How long a count is good for, and in a room that is more than half full: to count reads all its rows. */
const FRESH_MS = 10_000;
const CROWDED_MS = 2_000;

/** Rooms remembered at once. */
const MOST = 1_000;

/** Keeps rooms, and each user's part of them, from filling up. */
export class Crowds {
  readonly #limits: Limits['connections'];
  /** How full a room was when it was last counted, with who came since; and when that was. */
  readonly #seen = new Map<string, { count: number; readonly at: number }>();

  constructor(limits: Limits['connections']) {
    this.#limits = limits;
  }

  /** Throws `rate_limited` where another connection would be one too many. The index may be late, so a rush may bring in a few more. */
  async demand(connections: Connections, room_id: string, user_id: string, now: number): Promise<void> {
    const { user, room } = this.#limits;
    if ((await connections.count(room_id, user, user_id)) >= user) {
      throw refusal('you have too many connections to this room; close one');
    }
    let seen = this.#seen.get(room_id);
    if (!seen || now - seen.at > (seen.count < room / 2 ? FRESH_MS : CROWDED_MS)) {
      seen = { count: await connections.count(room_id, room), at: now };
      this.#seen.delete(room_id);
      this.#seen.set(room_id, seen);
      if (this.#seen.size > MOST) this.#seen.delete(this.#seen.keys().next().value ?? '');
    }
    if (seen.count >= room) throw refusal('too many are connected to this room; come later');
    seen.count += 1;
  }
}

function refusal(reason: string): WireError {
  return new WireError('rate_limited', `unable to connect; ${reason}`, { retryAfter: 10 });
}
