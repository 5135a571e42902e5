import { type Item, parsePage } from '../contract/index.js';
import { Wait } from './backoff.js';
import { itemFromMessage } from './message.js';
import type { Timeline } from './room-source.js';
import type { Keep } from './storage.js';
import { watchSurroundings } from './surroundings.js';

/** A room's newest messages that are kept: a page. */
const MOST_MESSAGES = 100;

/** And no more than so many characters of them. */
const MOST_CHARACTERS = 200_000;

/** Rooms that are kept; the one not seen for the longest time goes first. */
const MOST_ROOMS = 20;

/** A room is kept this long after it changed: not with every message of a busy one. */
const LATER_MS = 2_000;

const INDEX = 'copies';

/** Whose copies this device holds, and of which rooms; the room seen last is last. */
interface Index {
  readonly owner: string;
  readonly rooms: readonly string[];
}

/** Copies of one user's rooms on the device. Those of anybody else are removed when this user comes. */
export class Copies {
  readonly #keep: Keep;
  readonly #owner: string;
  /** One task after the other: what is read is what was written before. */
  #last: Promise<void>;

  constructor(keep: Keep, owner: string) {
    this.#keep = keep;
    this.#owner = owner;
    this.#last = this.#handOver(owner);
  }

  /** Removes all copies. Nothing is kept then until the next client comes. */
  clear(): Promise<void> {
    return this.#next(() => this.#handOver(''));
  }

  async load(room: string): Promise<readonly Item[]> {
    await this.#last;
    const { owner, items } = parseKept(await this.#keep.get(keyOf(room)));
    return owner === this.#owner ? items.filter(({ room_id }) => room_id === room) : [];
  }

  save(room: string, items: () => readonly Item[]): Promise<void> {
    return this.#next(() => this.#save(room, items()));
  }

  /** Removes this user's copy of the room. */
  remove(room: string): Promise<void> {
    return this.#next(() =>
      this.#keep.update(keyOf(room), (value) => (parseKept(value).owner === this.#owner ? undefined : value)),
    );
  }

  #next(task: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(task);
    return this.#last;
  }

  async #save(room: string, items: readonly Item[]): Promise<void> {
    if (parseIndex(await this.#keep.get(INDEX)).owner !== this.#owner) return;
    // First the copy: what the index does not name, nobody would remove.
    await this.#keep.update(keyOf(room), () => ({ owner: this.#owner, items }));
    let gone: readonly string[] = [];
    await this.#keep.update(INDEX, (value) => {
      const { owner, rooms } = parseIndex(value);
      // Another user came meanwhile.
      if (owner !== this.#owner) {
        gone = [room];
        return value;
      }
      const all = [...rooms.filter((other) => other !== room), room];
      gone = all.slice(0, -MOST_ROOMS);
      return { owner, rooms: all.slice(-MOST_ROOMS) };
    });
    await this.#remove(gone);
  }

  /** From now on the copies are this owner's; everybody else's go. */
  async #handOver(owner: string): Promise<void> {
    let gone: readonly string[] | undefined;
    // Nobody's while they are removed, and named until then: the page may end in between.
    await this.#keep.update(INDEX, (value) => {
      const index = parseIndex(value);
      if (index.owner === owner && owner !== '') return index;
      gone = index.rooms;
      return { owner: '', rooms: gone };
    });
    if (!gone) return;
    await this.#remove(gone);
    await this.#keep.update(INDEX, (value) => {
      const index = parseIndex(value);
      return index.owner === '' ? { owner, rooms: [] } : index;
    });
  }

  async #remove(rooms: readonly string[]): Promise<void> {
    for (const room of rooms) await this.#keep.update(keyOf(room), () => undefined);
  }
}

/** One room's copy: what the room showed last, so that it opens at once the next time. */
export class Copy {
  readonly #copies: Copies;
  readonly #room: string;
  readonly #later = new Wait();
  /** What is to be kept. */
  #messages: (() => Timeline) | undefined;
  #isWriting = false;
  #isRemoved = false;

  constructor(copies: Copies, room: string) {
    this.#copies = copies;
    this.#room = room;
  }

  async load(): Promise<readonly Item[]> {
    const items = await this.#copies.load(this.#room);
    return this.#isRemoved ? [] : items;
  }

  /** Keeps the newest of what `messages` gives a little later, or when the page is hidden or goes. */
  save(messages: () => Timeline): void {
    this.#messages = messages;
    if (this.#later.isWaiting) return;
    const unwatch = watchSurroundings((sign) => {
      if (sign === 'hidden' || sign === 'leave') this.flush();
    });
    this.#later.start(LATER_MS, () => {
      unwatch();
      this.#write();
    });
  }

  /** Keeps now what was to be kept later. */
  flush(): void {
    this.#later.end();
  }

  /** Removes what is kept. What is saved from then on is kept again. */
  remove(): void {
    this.#isRemoved = true;
    this.#messages = undefined;
    this.flush();
    void this.#copies.remove(this.#room);
  }

  /** Once for all that changes until its turn comes. */
  #write(): void {
    if (this.#isWriting || !this.#messages) return;
    this.#isWriting = true;
    void this.#copies.save(this.#room, () => {
      this.#isWriting = false;
      return newest(this.#messages?.() ?? []);
    });
  }
}

function newest(messages: Timeline): readonly Item[] {
  const items: Item[] = [];
  let characters = 0;
  for (let count = 1; count <= MOST_MESSAGES; count++) {
    const message = messages.at(-count);
    characters += message?.text.length ?? 0;
    if (!message || characters > MOST_CHARACTERS) break;
    items.unshift(itemFromMessage(message));
  }
  return items;
}

function keyOf(room: string): string {
  return `copy ${room}`;
}

/** A copy says whose it is: the index may be lost, or be another's by the time a copy is written. */
function parseKept(value: unknown): { readonly owner: unknown; readonly items: readonly Item[] } {
  const { owner, items } = (value ?? {}) as { owner?: unknown; items?: unknown };
  return { owner, items: parsePage(items) ?? [] };
}

function parseIndex(value: unknown): Index {
  const { owner, rooms } = (value ?? {}) as { owner?: unknown; rooms?: unknown };
  return {
    owner: typeof owner === 'string' ? owner : '',
    rooms: Array.isArray(rooms) ? rooms.filter((room) => typeof room === 'string') : [],
  };
}
