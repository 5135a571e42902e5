import { type Item, LIMITS } from '../contract/index.js';
import type { Rest } from './rest.js';

/**
 * Writers land out of order, so a catch-up looks back: longer than an append can take, from the claim of its place to the
 * write of its item (5 s for a retry, 10 s of a Lambda's life, clocks apart).
 */
const OVERLAP_MS = 30_000;

/** Reads a room's log by pages, and knows how far back it has come. */
export class History {
  readonly #rest: Rest;
  readonly #room_id: string;
  /** Where the page before the oldest one read begins; undefined at the log's start. */
  #older: number | undefined;

  constructor(rest: Rest, room_id: string) {
    this.#rest = rest;
    this.#room_id = room_id;
  }

  get hasOlder(): boolean {
    return this.#older !== undefined;
  }

  newest(signal: AbortSignal): Promise<readonly Item[]> {
    return this.#back({}, signal);
  }

  async older(signal: AbortSignal): Promise<readonly Item[]> {
    return this.#older === undefined ? [] : this.#back({ before: this.#older }, signal);
  }

  /** Everything that may have come since the item of this timestamp was the newest. */
  async since(timestamp: number, signal: AbortSignal): Promise<readonly Item[]> {
    const items: Item[] = [];
    // Whole milliseconds: thousandths are DynamoDB's to add and take. What lands below the oldest page read, that page's
    // predecessor brings.
    let after: number | undefined = Math.max(0, Math.floor(timestamp) - OVERLAP_MS, this.#older ?? 0);
    while (after !== undefined) {
      const page = await this.#rest.page({ room_id: this.#room_id, limit: LIMITS.pageMax, after }, signal);
      items.push(...page.items);
      after = page.next;
    }
    return items;
  }

  async #back(query: { before?: number }, signal: AbortSignal): Promise<readonly Item[]> {
    const { items, next } = await this.#rest.page(
      { room_id: this.#room_id, limit: LIMITS.page, ...query },
      signal,
    );
    this.#older = next;
    return items;
  }
}
