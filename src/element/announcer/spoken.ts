import type { Message } from '../../client/index.js';
import { nameOf } from '../names.js';

/** Of a longer text only the beginning is read, in characters. */
const MOST = 200;

/** Scripts that are written without spaces: there a name is found wherever it stands. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** What follows a Korean name without a space: how one calls somebody, then a particle. */
const KOREAN = '(?:님|씨|아|야)?(?:이|가|은|는|을|를|의|도|만|와|과|랑|에게|한테|께)?';

const LETTER = String.raw`[\p{L}\p{M}\p{N}_]`;

/** A message as it is read: who, then what. */
export function spokenOf(message: Message): string {
  return `${nameOf(message)}: ${shortened(message.text)}`;
}

/** Whether the text names this user: the name is a word of it. */
export function mentions(text: string, name: string): boolean {
  const sought = name.trim().normalize('NFC');
  if (!sought) return false;
  const escaped = sought.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const word = SPACELESS.test(sought) ? escaped : `(?<!${LETTER})${escaped}${KOREAN}(?!${LETTER})`;
  return new RegExp(word, 'iu').test(text.normalize('NFC'));
}

/** Cut at a word, where one begins near enough. */
function shortened(text: string): string {
  const characters = [...text.replace(/\s+/gu, ' ').trim()];
  if (characters.length <= MOST) return characters.join('');
  return `${characters
    .slice(0, MOST)
    .join('')
    .replace(/ \S{0,40}$/u, '')}…`;
}
