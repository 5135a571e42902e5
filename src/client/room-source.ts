import type { Right, RoomSettings } from '../contract/index.js';
import type { ChatError } from './error.js';
import type { Message } from './message.js';
import type { RoomStatus } from './status.js';

/**
 * Who sends. `id` at most 128 and `name` at most 80 characters, without control characters. With room tokens `id` is their `sub`,
 * and what is sent goes by the token's own name.
 */
export interface User {
  readonly id: string;
  readonly name: string;
}

/**
 * A stretch of the log between two messages that was not read: more was missed there than is read at once. Frozen; a view
 * draws it between the two.
 */
export interface Gap {
  /** The timestamp of the newest message below it. */
  readonly after: number;
  /** The timestamp of the first message above it. */
  readonly before: number;
  /**
   * Loads the page below `before`, or with `'start'` the one above `after`: the gap is narrower then, or gone from `room.gaps`.
   * Rejects with a `ChatError`.
   */
  fill(from?: 'start' | 'end'): Promise<void>;
}

/** What a catch-up after a lost line brought. */
export interface Recovery {
  /** How many messages that were not there before. */
  readonly count: number;
}

/** Messages by their place, oldest first, one's own unsent messages last. Never changes; an array is one, too. */
export interface Timeline {
  readonly length: number;
  /** As that of an array: a negative index counts from the end. */
  at(index: number): Message | undefined;
}

/** What a room tells its listeners. */
export interface RoomEvents {
  /** A message that was not there before arrived: live, or found by a catch-up. Not history, not one's own. */
  message: Message;
  /** Anything but `status` is not what it was: `messages`, `gaps`, `loaded`, `hasOlder`, `settings`, `rights` … */
  change: undefined;
  status: RoomStatus;
  /** The line was lost and is back, and everything that was missed meanwhile is here. */
  recovered: Recovery;
  /** The line was lost and is back, but so much was missed that only the newest page is here, above this gap. */
  gap: Gap;
  /** Something failed that no promise of the caller's reports. The room goes on, unless its status is `failed`. */
  error: ChatError;
}

/**
 * What a view needs of a room. `Room` is one; a page that brings its own transport, a test or a benchmark may hand in
 * anything of this shape.
 */
export interface RoomSource {
  readonly id: string;
  readonly user: User;
  /** A frozen snapshot, oldest first, one's own unsent messages last. The same array while nothing changed. */
  readonly messages: readonly Message[];
  /** The same messages without a copy of them, which `messages` is in a long room; the same object while nothing changed. */
  readonly timeline?: Timeline;
  readonly status: RoomStatus;
  /** Where messages may be missing, oldest first: a frozen snapshot, the same array while nothing changed. */
  readonly gaps: readonly Gap[];
  /**
   * Whether the newest page was read. Until then `messages` is what this device kept of the room, or empty. A room that *failed* as
   * `banned` or `forbidden` lets go of both.
   */
  readonly loaded: boolean;
  /** Whether there may be messages before the first one. */
  readonly hasOlder: boolean;
  /**
   * Shows `text` at once as *sending*, and sends it in order, again and again while the error is retryable. Resolves with the
   * stored message. Rejects with a `ChatError` when the text is not sendable (nothing is shown then), when the message
   * *failed* (it stays, for `retry` and `discard`) or was discarded, and when the room is closed already.
   */
  send(text: string): Promise<Message>;
  /** Loads one page before the first message; nothing while `hasOlder` is false. Rejects with a `ChatError`. */
  loadOlder(): Promise<void>;
  /**
   * Loads the messages around this timestamp where they are not among `messages`; what is unread between them and the others becomes
   * one of `gaps`. Rejects with a `ChatError`.
   */
  loadAround?(timestamp: number): Promise<void>;
  /**
   * Which message a view stands on, by its timestamp; `undefined` at the end. Of a long room only what is around it and around the end is
   * kept; the rest is let go, and is loaded again as a gap, or by `loadOlder`.
   */
  reading?: number | undefined;
  /** Sends a *failed* message again under its own id, so that it is never stored twice, unless it *failed* as `expired`. Rejects as `send` does. */
  retry(id: string): Promise<Message>;
  /** What moderators set for the room; absent where nobody can set anything. */
  readonly settings?: RoomSettings | undefined;
  /** What this user may do here; absent means reading and writing, and changing nothing. */
  readonly rights?: readonly Right[] | undefined;
  /** The users whom a ban that was read shuts out of the room. */
  readonly banned?: readonly string[];
  /** When slow mode lets this user send the next message, in milliseconds since the epoch by the device's clock. */
  readonly sendableAt?: number | undefined;
  /** Gives one's own message another text. Resolves with the message as it is then; rejects with a `ChatError`. */
  edit?(timestamp: number, text: string): Promise<Message>;
  /** Erases the text of one's own message, or, as a moderator, of anybody's. Rejects with a `ChatError`. */
  delete?(timestamp: number): Promise<Message>;
  /** Shuts a user out of the room, or lets them in again; for moderators. Rejects with a `ChatError`. */
  ban?(userId: string): Promise<void>;
  unban?(userId: string): Promise<void>;
  /** Lets only moderators write, or all again; for moderators. Rejects with a `ChatError`. */
  freeze?(frozen: boolean): Promise<void>;
  /** Makes others wait so many seconds between two messages, 0 to 3,600; for moderators. Rejects with a `ChatError`. */
  slow?(seconds: number): Promise<void>;
  /** Takes a message away that *failed*, or that waits for its next try. Throws a `ChatError` for any other. */
  discard(id: string): void;
  /** Tries to connect now instead of at `status.retryAt`. */
  reconnect(): void;
  /** Listens until the returned function is called. */
  on<Name extends keyof RoomEvents>(event: Name, listener: (detail: RoomEvents[Name]) => void): () => void;
  /** Lets go of the room. The connection ends when its last user did. */
  close(): void;
}
