import type { RoomSource } from '../../client/index.js';
import type { Draft } from '../draft.js';
import type { Strings } from '../languages/strings.js';
import { endOf } from '../parts/outage.js';
import { slowOf } from '../rights.js';

/** What the box shows that is news when it changes, and the words for it as it is now. */
export interface Fact {
  readonly value: unknown;
  readonly words: string;
}

/** The connection, which is news from the start. */
export function lineOf({ status }: RoomSource, words: Strings): Fact {
  const { current } = status;
  switch (current) {
    case 'connected':
      return { value: current, words: words.states.connected };
    case 'failed':
    case 'closed':
      return { value: current, words: endOf(status, words) };
    default:
      return { value: 'disconnected', words: words.offline };
  }
}

/** Whether one can write, and what is told of what was written. */
export function factsOf(source: RoomSource, { told, bar, left }: Draft, words: Strings): readonly Fact[] {
  const { notes } = words;
  const slow = slowOf(source);
  return [
    { value: bar, words: bar ? (bar === 'forbidden' ? words.readOnly : (notes[bar] ?? notes.other)) : '' },
    { value: slow, words: words.slow(slow) },
    { value: told, words: told ? (notes[told] ?? notes.other) : '' },
    { value: left < 0, words: left < 0 ? words.tooLong(-left) : '' },
  ];
}
