import type { Message } from '../client/index.js';
import type { Strings } from './languages/strings.js';
import type { MessageRow } from './rows.js';

/** An emoji with what joins it to the next one, to be kept; or a character that nobody sees. */
const UNSEEN = /(\p{ExtPict}(?:\p{EMod}|\ufe0f)?(?:\u200d(?=\p{ExtPict}))?)|[\p{DI}\p{Cf}\u2800]/gu;

/**
 * What is shown of a sender's name: nothing invisible, nothing that changes the direction of the text around, at most three marks on a
 * letter. The user's id where nothing is left.
 */
export function nameOf({ name, userId }: Pick<Message, 'name' | 'userId'>): string {
  return visible(name) || visible(userId);
}

/** Whose message it is. */
export function senderOf({ message, own }: MessageRow, { you }: Strings): string {
  return own ? you : nameOf(message);
}

function visible(text: string): string {
  return text
    .replace(UNSEEN, '$1')
    .normalize('NFC')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
