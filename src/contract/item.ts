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
  /** Absent for a message; anything else is a change to the item whose timestamp is `target`. */
  readonly kind?: string;
  readonly target?: number;
}

/** Reads an item; `undefined` when the value has no room or no place in it. Unknown fields are dropped. */
export function parseItem(value: unknown): Item | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const row = value as Record<string, unknown>;
  const { room_id, timestamp, seq, id, kind, target } = row;
  if (typeof room_id !== 'string' || !isTimestamp(timestamp)) return undefined;
  return {
    room_id,
    timestamp,
    ...(typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 && { seq }),
    user_id: text(row['user_id']),
    name: text(row['name']),
    message: text(row['message']),
    ...(typeof id === 'string' && id !== '' && { id }),
    ...(typeof kind === 'string' && { kind }),
    ...(isTimestamp(target) && { target }),
  };
}

/** Reads a page. Rows that are no items are left out, so that one bad row never hides a room's history. */
export function parsePage(value: unknown): Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map(parseItem).filter((item) => item !== undefined);
}

/** Also refuses what `Date` cannot show. */
function isTimestamp(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 8.64e15;
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
