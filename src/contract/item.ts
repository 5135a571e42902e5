/** How far an item's sender is known; absent on an item means that nobody checked. */
export const ROLES = ['user', 'moderator'] as const;

export type Role = (typeof ROLES)[number];

/**
 * One entry of a room's log, exactly as `GET /chat` returns it and the socket pushes it.
 *
 * Rows that the source document's own code wrote have neither `id` nor `seq`, and may lack any of the three texts;
 * `parseItem` gives those as empty strings.
 */
export interface Item {
  readonly room_id: string;
  /** Milliseconds since the epoch with a fraction in thousandths: unique and rising in the room, the item's name and the cursor. */
  readonly timestamp: number;
  /** The room's own count. A jump means: look for what is missing; it is no proof of loss. */
  readonly seq?: number;
  readonly user_id: string;
  readonly name: string;
  readonly message: string;
  /** The idempotency key that the sender made, scoped to room and user. */
  readonly id?: string;
  /** The sender's token said who they are, and with `moderator` that they moderate the room. */
  readonly role?: Role;
  /** The place of the newest change to this message; the higher one is the newer state. */
  readonly edited_at?: number;
  /** The message was deleted: its text is gone, its place stays. */
  readonly erased?: boolean;
  /** Absent for a message; anything else is a change, see `CHANGES`. */
  readonly kind?: string;
  /** Of an edit or a delete: the timestamp of the message it changes. */
  readonly target?: number;
  /** Of an edit or a delete: that message as it is now. */
  readonly state?: Item;
  /** Of a ban or its end: whose. */
  readonly subject?: string;
  /** Of slow mode: how long a user waits between two messages; 0 ends it. */
  readonly seconds?: number;
}

/** Reads an item; `undefined` when the value has no room or no place in it. Unknown fields are dropped. */
export function parseItem(value: unknown): Item | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const row = value as Record<string, unknown>;
  const { room_id, timestamp, seq, id, role, edited_at, erased, kind, target, subject, seconds } = row;
  if (typeof room_id !== 'string' || !isTimestamp(timestamp)) return undefined;
  const state = kind === undefined ? undefined : parseState(row['state'], room_id, target);
  return {
    room_id,
    timestamp,
    ...(typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 && { seq }),
    user_id: text(row['user_id']),
    name: text(row['name']),
    message: text(row['message']),
    ...(typeof id === 'string' && id !== '' && { id }),
    ...(isRole(role) && { role }),
    ...(isTimestamp(edited_at) && { edited_at }),
    ...(erased === true && { erased }),
    ...(typeof kind === 'string' && { kind }),
    ...(isTimestamp(target) && { target }),
    ...(state && { state }),
    ...(typeof subject === 'string' && { subject }),
    ...(isSeconds(seconds) && { seconds }),
  };
}

/** Reads a page. Rows that are no items are left out, so that one bad row never hides a room's history. */
export function parsePage(value: unknown): Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map(parseItem).filter((item) => item !== undefined);
}

/** A change speaks of its own target only. */
function parseState(value: unknown, room_id: string, target: unknown): Item | undefined {
  const { kind: _, state: __, ...row } = (value ?? {}) as Record<string, unknown>;
  const state = parseItem(row);
  return state?.room_id === room_id && state.timestamp === target ? state : undefined;
}

function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

/** Also refuses what `Date` cannot show. */
function isTimestamp(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15;
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
