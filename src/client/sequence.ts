import type { Message } from './message.js';
import type { Timeline } from './room-source.js';

/** Parts of a node at most. */
const MOST = 64;

/** A leaf is an array of messages, and all leaves are equally deep. */
type Part = readonly Message[] | Sequence;

/**
 * Messages in the order of their timestamps, in a tree that never changes: one that has more shares with it all but the nodes on the way to
 * what is new.
 */
export class Sequence implements Timeline {
  readonly length: number;
  readonly #parts: readonly Part[];
  #messages: readonly Message[] | undefined;

  /** These in a row. */
  constructor(parts: readonly Part[]) {
    this.#parts = parts;
    this.length = parts.reduce((sum, { length }) => sum + length, 0);
    Object.freeze(this);
  }

  /** A frozen array of them, made when it is first asked for. */
  get messages(): readonly Message[] {
    this.#messages ??= Object.freeze(this.#collect([]));
    return this.#messages;
  }

  at(index: number): Message | undefined {
    // From the end: there is most of what is asked for.
    let back = index < 0 ? -index : this.length - index;
    for (let next = this.#parts.length; back > 0 && next-- > 0; ) {
      const part = this.#parts[next] as Part;
      if (back <= part.length) return part.at(-back);
      back -= part.length;
    }
    return undefined;
  }

  /** Where the message of this timestamp stands, or would stand. */
  indexOf(timestamp: number): number {
    let index = this.length;
    for (let next = this.#parts.length; next-- > 0; ) {
      const part = this.#parts[next] as Part;
      index -= part.length;
      if (below(this.#parts, next) >= timestamp) continue;
      return (
        index +
        (isLeaf(part)
          ? part.findLastIndex((message) => message.timestamp < timestamp) + 1
          : part.indexOf(timestamp))
      );
    }
    return index;
  }

  find(timestamp: number): Message | undefined {
    const message = this.at(this.indexOf(timestamp));
    return message?.timestamp === timestamp ? message : undefined;
  }

  /** With these, which are in order: each in its place, or instead of the one that has its timestamp. */
  merge(news: readonly Message[]): Sequence {
    return rooted(this.#merged(news, true));
  }

  #merged(news: readonly Message[], isLast: boolean): readonly Sequence[] {
    const parts = [...this.#parts];
    let to = news.length;
    for (let index = parts.length - 1; to > 0; index--) {
      const part = parts[index] as Part;
      const edge = below(parts, index);
      let from = to;
      while (from > 0 && (news[from - 1] as Message).timestamp > edge) from--;
      const own = news.slice(from, to);
      const isEnd = isLast && index === this.#parts.length - 1;
      if (own.length > 0) {
        parts.splice(index, 1, ...(isLeaf(part) ? merged(part, own, isEnd) : part.#merged(own, isEnd)));
      }
      to = from;
    }
    return nodes(parts, isLast);
  }

  #collect(messages: Message[]): Message[] {
    for (const part of this.#parts) {
      if (isLeaf(part)) messages.push(...part);
      else part.#collect(messages);
    }
    return messages;
  }
}

/** A sequence of messages that are in order already. */
export function sequenceOf(messages: readonly Message[]): Sequence {
  return rooted(nodes(pieces([...messages], true), true));
}

function isLeaf(part: Part): part is readonly Message[] {
  return Array.isArray(part);
}

/** The timestamp right below this part. */
function below(parts: readonly Part[], index: number): number {
  return parts[index - 1]?.at(-1)?.timestamp ?? Number.NEGATIVE_INFINITY;
}

function merged(leaf: readonly Message[], news: readonly Message[], isLast: boolean) {
  const messages = [...leaf];
  let place = messages.length;
  for (const message of news.toReversed()) {
    while (place > 0 && (messages[place - 1] as Message).timestamp > message.timestamp) place--;
    const isKnown = messages[place - 1]?.timestamp === message.timestamp;
    if (isKnown) place--;
    messages.splice(place, isKnown ? 1 : 0, message);
  }
  return pieces(messages, isLast);
}

function rooted(row: readonly Sequence[]): Sequence {
  const [root] = row;
  return root && row.length === 1 ? root : rooted(nodes(row, true));
}

function nodes(parts: readonly Part[], isLast: boolean): readonly Sequence[] {
  return pieces(parts, isLast).map((piece) => new Sequence(piece));
}

/** No more in each than a node takes, and at least one: full ones at the end, where most is added, and elsewhere even ones. */
function pieces<Item>(list: readonly Item[], isLast: boolean): readonly (readonly Item[])[] {
  if (list.length <= MOST) return [list];
  const count = Math.ceil(list.length / MOST);
  const size = isLast ? MOST : list.length / count;
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}
