import type { ChatError } from './error.js';
import type { Message } from './message.js';
import type { RoomStatus } from './status.js';

/** Who sends. `id` at most 128 and `name` at most 80 characters, without control characters. */
export interface User {
  readonly id: string;
  readonly name: string;
}

/** What a room tells its listeners. */
export interface RoomEvents {
  /** A message that was not there before arrived: live, or found by a catch-up. Not history, not one's own. */
  message: Message;
  /** `messages`, `loaded` or `hasOlder` is not what it was. Carries the new snapshot. */
  change: readonly Message[];
  status: RoomStatus;
  /** Something failed that no promise of the caller's reports. The room goes on. */
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
  readonly status: RoomStatus;
  /** Whether the newest page was read. Until then an empty `messages` says nothing about the room. */
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
  /** Sends a *failed* message again under its own id, so that it is never stored twice. Rejects as `send` does. */
  retry(id: string): Promise<Message>;
  /** Takes a message away that *failed*, or that waits for its next try. Throws a `ChatError` for any other. */
  discard(id: string): void;
  /** Tries to connect now instead of at `status.retryAt`. */
  reconnect(): void;
  /** Listens until the returned function is called. */
  on<Name extends keyof RoomEvents>(event: Name, listener: (detail: RoomEvents[Name]) => void): () => void;
  /** Lets go of the room. The connection ends when its last user did. */
  close(): void;
}
