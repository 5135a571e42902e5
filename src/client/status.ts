import type { ChatError } from './error.js';

/**
 * - `connecting`: a line, and what the log has brought since the last one, are under way;
 * - `connected`: every message arrives as it is written;
 * - `disconnected`: the line or the history failed and is tried again by itself, at `retryAt` if that is known; without an `error` the page
 *   was hidden for so long that the line was given up, until it is shown again;
 * - `failed`: it will not be tried again, see `error`;
 * - `closed`: the last user let go of the room.
 */
export type RoomState = 'connecting' | 'connected' | 'disconnected' | 'failed' | 'closed';

/** Where a room's connection is, where it was before, and why. Frozen. */
export interface RoomStatus {
  readonly current: RoomState;
  readonly previous: RoomState;
  /** What ended the last try. */
  readonly error?: ChatError;
  /** When the next try starts, in milliseconds since the epoch by the device's clock. */
  readonly retryAt?: number;
}
