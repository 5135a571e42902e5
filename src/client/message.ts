import type { Item } from '../contract/index.js';
import type { ChatError } from './error.js';
import { shared } from './shared.js';

/** `sending` until the backend stored it, then `sent`; `failed` once it will not be tried again by itself. */
export type MessageStatus = 'sending' | 'sent' | 'failed';

/** One message of a room, frozen. */
export interface Message {
  /** The sender's own id for it. For a row that has none (the source document's code wrote such) its timestamp as text. */
  readonly id: string;
  readonly roomId: string;
  readonly userId: string;
  readonly name: string;
  /** The text as it was typed. Never HTML. */
  readonly text: string;
  /** Server time in milliseconds with thousandths, unique in the room; the device's clock while it is not stored. */
  readonly timestamp: number;
  /** The room's own count; absent while it is not stored, and on rows of the source document's code. */
  readonly seq?: number;
  readonly status: MessageStatus;
  /** Whether a token said who sent it, and that they moderate the room. Absent where nothing is known of that. */
  readonly role?: 'unverified' | 'user' | 'moderator';
  /** The place of its newest change in the room; absent on a message that nobody changed. */
  readonly editedAt?: number;
  /** It was deleted: its text is gone, its place stays. */
  readonly deleted?: true;
  /** When its next try starts, in milliseconds since the epoch by the device's clock; while it waits for one. */
  readonly retryAt?: number;
  /** Why it failed, or why its last try did while it is still being sent. */
  readonly error?: ChatError;
}

/** Wire → SDK. */
export function messageFromItem(item: Item): Message {
  return Object.freeze({
    id: item.id ?? String(item.timestamp),
    roomId: shared(item.room_id),
    userId: shared(item.user_id),
    name: shared(item.name),
    text: item.erased ? '' : item.message,
    timestamp: item.timestamp,
    ...(item.seq !== undefined && { seq: item.seq }),
    status: 'sent',
    role: item.role ?? 'unverified',
    ...(item.edited_at !== undefined && { editedAt: item.edited_at }),
    ...(item.erased && { deleted: true }),
  });
}

/** SDK → wire, for a stored message. */
export function itemFromMessage(message: Message): Item {
  const { id, roomId, timestamp, seq, userId, name, text, role, editedAt, deleted } = message;
  return {
    id,
    room_id: roomId,
    timestamp,
    ...(seq !== undefined && { seq }),
    user_id: userId,
    name,
    message: text,
    ...(role && role !== 'unverified' && { role }),
    ...(editedAt !== undefined && { edited_at: editedAt }),
    ...(deleted && { erased: deleted }),
  };
}
