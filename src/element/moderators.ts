import type { Message } from '../client/index.js';
import { nameOf } from './names.js';

/** First a letter, then others that look like it in most fonts, small or, where that differs, as a capital. */
const ALIKE = new Map(
  [
    'aаαɑ',
    'bвβ',
    'cс',
    'dԁ',
    'eеε',
    'gɡ',
    'hнһհΗ',
    'iıιі',
    'jј',
    'kкκ',
    'l1|ӏƖ',
    'mмΜ',
    'nηոΝ',
    'o0оοօ',
    'pрρ',
    'qԛ',
    'sѕ',
    'tтτ',
    'uυս',
    'vν',
    'wԝ',
    'xхχ',
    'yуΥ',
    'zΖ',
  ].flatMap(([letter = '', ...others]) => others.map((other) => [other, letter] as const)),
);

/**
 * What is left of a name when letter case, marks, blanks, punctuation and look-alike letters make no difference, in two ways: as it is
 * spelled, and as it is seen. To the eye I is l, whatever its case, and L is not: "Ian" is "lan", and "Lan" somebody else.
 */
export function skeletonsOf(name: string): readonly string[] {
  const letters = [...name.normalize('NFKD').replace(/[\p{M}\p{P}\p{DI}\s]/gu, '')];
  const spelled = letters.map(plain);
  const seen = letters.map((letter) => (letter === 'L' ? 'l' : plain(letter).replace(/[il]/, '|')));
  return [spelled, seen].map((each) => each.join('').replaceAll('rn', 'm').replaceAll('vv', 'w'));
}

function plain(letter: string): string {
  const small = letter.toLowerCase();
  return ALIKE.get(letter) ?? ALIKE.get(small) ?? small;
}

/** A name is looked at once: the list is laid out again with each piece of news. */
const known = new WeakMap<Message, readonly string[]>();

function skeletonsIn(message: Message): readonly string[] {
  const skeletons = known.get(message) ?? skeletonsOf(nameOf(message)).filter(Boolean);
  known.set(message, skeletons);
  return skeletons;
}

/** The moderators among those who wrote in a room, and who only looks like one of them. */
export class Moderators {
  readonly #ids: ReadonlySet<string>;
  readonly #skeletons: ReadonlySet<string>;

  constructor(messages: readonly Message[]) {
    const theirs = messages.filter(({ role }) => role === 'moderator');
    this.#ids = new Set(theirs.map(({ userId }) => userId));
    this.#skeletons = new Set(theirs.flatMap(skeletonsIn));
  }

  /** A moderator's earlier messages are their own, where a token said so: without one anybody writes under any id. */
  isCopiedBy(message: Message): boolean {
    if (this.#skeletons.size === 0 || message.role === 'moderator') return false;
    if (message.role === 'user' && this.#ids.has(message.userId)) return false;
    return skeletonsIn(message).some((skeleton) => this.#skeletons.has(skeleton));
  }
}
