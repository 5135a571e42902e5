import type { Item } from '../contract/index.js';
import { seconds } from './store.js';

/** What a message's row holds beside the item. */
export interface RowOnly {
  /** When DynamoDB sweeps it, late: in seconds since the epoch. */
  readonly expires_at?: number;
  /** How often it was edited. */
  readonly edits?: number;
  /** The place of the delete that erased it. */
  readonly erased_by?: number;
}

/** A row as it leaves. */
export function itemOf<Row extends object>(row: Row): Row {
  const { expires_at: _, edits: __, erased_by: ___, ...item } = row as Row & RowOnly;
  return item as Row;
}

/** A message as its row says it; `undefined` for a row that is none, or none any more. */
export function messageOf(
  row: Record<string, unknown> | undefined,
  now: number,
): (Item & RowOnly) | undefined {
  if (!row || row['fenced'] || row['kind'] !== undefined) return undefined;
  const message = row as unknown as Item & RowOnly;
  return (message.expires_at ?? Number.POSITIVE_INFINITY) > seconds(now) ? message : undefined;
}
