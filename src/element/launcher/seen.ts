const KEY = 'chat-room-seen';

/** As many rooms at most are remembered; the one not seen for the longest time goes first. */
const MOST = 32;

/** What this browser last saw of a room. */
export interface Seen {
  /** Of the newest message. */
  readonly timestamp: number;
  /** Who looked. */
  readonly user: string;
}

/** A room by its backend and its id; undefined where it was never seen, or there is no storage. */
export function readSeen(api: string, room: string): Seen | undefined {
  const { timestamp, user } = (readAll().get(keyOf(api, room)) ?? {}) as Partial<Record<keyof Seen, unknown>>;
  return typeof timestamp === 'number' && typeof user === 'string' ? { timestamp, user } : undefined;
}

export function writeSeen(api: string, room: string, seen: Seen): void {
  const all = readAll();
  const key = keyOf(api, room);
  all.delete(key);
  all.set(key, seen);
  try {
    localStorage.setItem(KEY, JSON.stringify([...all].slice(-MOST)));
  } catch {
    // Blocked or full: nothing is counted on the next page.
  }
}

function keyOf(api: string, room: string): string {
  return JSON.stringify([api, room]);
}

/** The page's own scripts can write there, too. */
function readAll(): Map<unknown, unknown> {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
  } catch {
    return new Map();
  }
}
