import type { Message } from '../client/index.js';
import { nameOf } from './names.js';

/** First a letter, then others that look like it in most fonts, small or, where that differs, as a capital. */
const ALIKE = new Map(
  [
    'aаα',
    'bвβ',
    'cс',
    'eеε',
    'hнΗ',
    'jј',
    'kкκ',
    'l1i|ıιі',
    'mмΜ',
    'nηΝ',
    'o0оο',
    'pрρ',
    'sѕ',
    'tтτ',
    'uυ',
    'vν',
    'xхχ',
    'yуΥ',
  ].flatMap(([letter = '', ...others]) => others.map((other) => [other, letter] as const)),
);

/** What is left of a name when letter case, marks, blanks, punctuation and look-alike letters make no difference. */
export function skeletonOf(name: string): string {
  const letters = name.normalize('NFKD').replace(/[\p{M}\p{P}\p{DI}\s]/gu, '');
  const plain = Array.from(letters, (letter) => {
    const small = letter.toLowerCase();
    return ALIKE.get(letter) ?? ALIKE.get(small) ?? small;
  });
  return plain.join('').replaceAll('rn', 'm').replaceAll('vv', 'w');
}

/** The moderators among those who wrote in a room, and who only looks like one of them. */
export class Moderators {
  readonly #ids: ReadonlySet<string>;
  readonly #skeletons: ReadonlySet<string>;

  constructor(messages: readonly Message[]) {
    const theirs = messages.filter(({ role }) => role === 'moderator');
    this.#ids = new Set(theirs.map(({ userId }) => userId));
    const names = new Set(theirs.map(nameOf));
    this.#skeletons = new Set([...names].map(skeletonOf).filter(Boolean));
  }

  /** A moderator's earlier messages are their own, where a token said so: without one anybody writes under any id. */
  isCopiedBy(message: Message): boolean {
    if (this.#skeletons.size === 0 || message.role === 'moderator') return false;
    if (message.role === 'user' && this.#ids.has(message.userId)) return false;
    return this.#skeletons.has(skeletonOf(nameOf(message)));
  }
}
