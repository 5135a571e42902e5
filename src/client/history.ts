import { type Item, LIMITS } from '../contract/index.js';
import type { Search } from './holes.js';
import type { Page, Rest } from './rest.js';
import { type Stretch, Unread } from './unread.js';

/**
 * Writers land out of order, so a catch-up looks back: longer than an append can take, from the claim of its place to the
 * write of its item (5 s for a retry, 10 s of a Lambda's life, clocks apart).
 */
const OVERLAP_MS = 30_000;

/** Missed messages that are read at once; of more, only the newest page is. */
const MOST_MISSED = 500;

/** The same for requests, since a page may hold little. */
const MOST_PAGES = 6;

/** Pages beyond one that changes alone fill, or that holds nothing, for a message to show. */
const MOST_EMPTY = 4;

/** A stretch that a catch-up left out, perhaps none, and what stands right below it, as it is now, down to `older`. */
export interface Leap extends Stretch {
  readonly below: readonly Item[];
  readonly older: number | undefined;
}

/** What a catch-up brought. */
export interface CatchUp {
  readonly items: readonly Item[];
  /** What it left out. */
  readonly leap?: Leap;
}

interface Query {
  readonly before?: number;
  readonly after?: number;
  readonly limit?: number;
}

/** Reads a room's log by pages. */
export class History {
  /** What was not read, or is not here any more. */
  readonly unread = new Unread();
  readonly #rest: Rest;
  readonly #room_id: string;

  constructor(rest: Rest, room_id: string) {
    this.#rest = rest;
    this.#room_id = room_id;
  }

  /** A page, the newest one unless the query says a place, and those beyond it until there is a message among them. */
  async page(query: Query, signal: AbortSignal): Promise<Page> {
    const isUp = query.after !== undefined;
    let { items, next } = await this.#page(query, signal);
    for (let more = MOST_EMPTY; more > 0 && next !== undefined && !items.some(isMessage); more--) {
      const from = isUp ? { after: next } : { before: next };
      const page = await this.#page({ ...query, ...from }, signal);
      items = isUp ? [...items, ...page.items] : [...page.items, ...items];
      next = page.next;
    }
    return { items, next };
  }

  /** The items that may fill a hole. */
  look({ after, limit }: Search, signal: AbortSignal): Promise<Page> {
    return this.#page({ after, limit: Math.min(limit, LIMITS.pageMax) }, signal);
  }

  /**
   * Everything that may have come since the item of this timestamp was the newest, and above `lowest`. When that is too
   * much to be read at once: the first page of it, the newest page of the room, and the gap between them. What changed in
   * the gap is not known then, so what stands below is read again.
   */
  async since(timestamp: number, lowest: number | undefined, signal: AbortSignal): Promise<CatchUp> {
    // Whole milliseconds: thousandths are DynamoDB's to add and take.
    const overlap = Math.floor(timestamp) - OVERLAP_MS;
    // What lands where nothing was read, the page that is read there brings.
    const after = Math.max(this.unread.edge, Math.min(overlap, lowest ?? overlap));
    let { items, next } = await this.#page({ after, limit: LIMITS.pageMax }, signal);
    if (next === undefined) return { items };

    const newest = await this.page({}, signal);
    // As long as something lies between what was read and the newest page.
    for (let pages = 2; next < (newest.next ?? 0); pages++) {
      if (pages === MOST_PAGES || missing(items, newest.items) > MOST_MISSED) {
        return this.#leap(timestamp, items, next, newest, signal);
      }
      const page: Page = await this.#page({ after: next, limit: LIMITS.pageMax }, signal);
      items = [...items, ...page.items];
      if (page.next === undefined) return { items };
      next = page.next;
    }
    return { items: [...items, ...newest.items.filter(({ timestamp }) => timestamp > (next ?? 0))] };
  }

  /** From the first page, which ends at `next`, to the newest one. */
  async #leap(
    timestamp: number,
    first: readonly Item[],
    next: number,
    newest: Page,
    signal: AbortSignal,
  ): Promise<CatchUp> {
    const before = newest.items[0]?.timestamp ?? next;
    // In a busy room what is looked back to is more than a page by itself: then what counts stands right below the last item.
    const isShort = next < timestamp;
    const fresh = isShort ? [] : first;
    const edge = Math.min(before, isShort ? Math.floor(timestamp) + 1 : (first[0]?.timestamp ?? next));
    const { items: below, next: older } = await this.#page({ before: edge, limit: LIMITS.pageMax }, signal);
    const after = edge < before ? ([...below, ...fresh].at(-1)?.timestamp ?? next) : before;
    return { items: [...fresh, ...newest.items], leap: { after, before, below, older } };
  }

  #page(query: Query, signal: AbortSignal): Promise<Page> {
    return this.#rest.page({ room_id: this.#room_id, limit: LIMITS.page, changes: true, ...query }, signal);
  }
}

function isMessage({ kind }: Item): boolean {
  return kind === undefined;
}

/** Items between the two lists, by the room's count; none where rows have no count. */
function missing(below: readonly Item[], above: readonly Item[]): number {
  const first = above.find(({ seq }) => seq !== undefined)?.seq;
  const last = below.filter(({ seq }) => seq !== undefined).at(-1)?.seq;
  return first !== undefined && last !== undefined ? first - last : 0;
}
