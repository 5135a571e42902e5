import type { Message, RoomSource } from '../../client/index.js';
import { nameOf } from '../names.js';
import type { Row } from '../rows.js';
import { placeAt, timelineOf } from '../timeline.js';

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
  readonly #ids = new Set<string>();
  readonly #skeletons = new Set<string>();
  #source: RoomSource | undefined;
  /** What was looked through: nobody is met twice. */
  #first = Number.POSITIVE_INFINITY;
  #last = 0;

  /** Takes in who wrote since, or was loaded: at either end, or, further in, among these rows. */
  meet(source: RoomSource, rows: readonly Row[]): void {
    if (source !== this.#source) {
      this.#source = source;
      this.#ids.clear();
      this.#skeletons.clear();
      this.#first = Number.POSITIVE_INFINITY;
      this.#last = 0;
    }
    const timeline = timelineOf(source);
    const old = placeAt(timeline, this.#first);
    const last = this.#last;
    for (let place = 0; place < old; place++) this.#note(timeline.at(place));
    for (let place = timeline.length - 1; place >= old; place--) {
      const message = timeline.at(place);
      if (message?.status === 'sent' && message.timestamp <= last) break;
      this.#note(message);
    }
    for (const row of rows) if (row.kind === 'message') this.#note(row.message);
  }

  /** A moderator's earlier messages are their own, where a token said so: without one anybody writes under any id. */
  isCopiedBy(message: Message): boolean {
    if (this.#skeletons.size === 0 || message.role === 'moderator') return false;
    if (message.role === 'user' && this.#ids.has(message.userId)) return false;
    return skeletonsIn(message).some((skeleton) => this.#skeletons.has(skeleton));
  }

  #note(message: Message | undefined): void {
    if (message?.status !== 'sent') return;
    this.#first = Math.min(this.#first, message.timestamp);
    this.#last = Math.max(this.#last, message.timestamp);
    if (message.role !== 'moderator') return;
    this.#ids.add(message.userId);
    for (const skeleton of skeletonsIn(message)) this.#skeletons.add(skeleton);
  }
}
