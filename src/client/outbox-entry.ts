import type { MessageRequest } from '../contract/index.js';
import { ChatError } from './error.js';
import type { Message, MessageStatus } from './message.js';
import type { Unsent } from './outbox-store.js';

interface Settlement {
  resolve(message: Message): void;
  reject(error: ChatError): void;
}

/** A message in the outbox, with the promise that its writer holds. */
export interface Entry {
  readonly request: MessageRequest & { readonly id: string };
  at: number;
  message: Message;
  /** Absent for what an earlier page, or another tab, wrote. */
  settlement?: Settlement | undefined;
  /** Resolves when it is kept on the device, as far as it can be. */
  kept: Promise<void>;
  /** Since when another tab seems to have dealt with it. */
  elsewhere?: number;
}

export function isSending({ message }: Entry): boolean {
  return message.status === 'sending';
}

export function entryOf(unsent: Unsent): Entry {
  const { request, at } = unsent;
  const { id, room_id: roomId, user_id: userId, name, text } = request;
  const message: Message = { id, roomId, userId, name, text, timestamp: at, status: 'sending' };
  return { request, at, message: messageOf(unsent, message), kept: Promise.resolve() };
}

/** The message as the shared list has it: another tab may have given it up, or have been told to try again. */
export function messageOf({ failed }: Unsent, message: Message): Message {
  const isFailed = message.status === 'failed';
  if (failed && !isFailed)
    return withStatus(message, 'failed', ChatError.fromBody({ error: { ...failed, retryable: false } }));
  return !failed && isFailed ? withStatus(message, 'sending') : Object.freeze(message);
}

/** `retryAt` is when its next try starts, in milliseconds since the epoch. */
export function withStatus(
  { error: _, retryAt: __, ...message }: Message,
  status: MessageStatus,
  error?: ChatError,
  retryAt?: number,
): Message {
  return Object.freeze({
    ...message,
    status,
    ...(error && { error }),
    ...(retryAt !== undefined && { retryAt }),
  });
}

export function expired(): ChatError {
  return new ChatError(
    'expired',
    'unable to send the message; its first try was 6 days ago, and it may be stored already; look, then try again or discard it',
  );
}
