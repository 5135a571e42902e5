import type { Message, RoomSource, Timeline } from '../client/index.js';

const EMPTY: Timeline = [];

/** What a room shows, to be read by place. */
export function timelineOf(source: RoomSource | undefined): Timeline {
  return source?.timeline ?? source?.messages ?? EMPTY;
}

/** One's own messages that are not stored: they stand at the end. */
export function unsentIn(timeline: Timeline): readonly Message[] {
  const unsent: Message[] = [];
  for (let message = timeline.at(-1); message && message.status !== 'sent'; ) {
    unsent.unshift(message);
    message = unsent.length < timeline.length ? timeline.at(-1 - unsent.length) : undefined;
  }
  return unsent;
}

/** The place of the first stored message that is not older than this timestamp; that of the first unsent one, if there is none. */
export function placeAt(timeline: Timeline, timestamp: number): number {
  let low = 0;
  let high = timeline.length - unsentIn(timeline).length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timeline.at(middle) as Message).timestamp < timestamp) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The stored message of this timestamp. */
export function storedAt(timeline: Timeline, timestamp: number): Message | undefined {
  const message = timeline.at(placeAt(timeline, timestamp));
  return message?.timestamp === timestamp && message.status === 'sent' ? message : undefined;
}

/** The place of this message, whatever it says by now; -1 where it is not there. */
export function placeOf(timeline: Timeline, { status, id, timestamp }: Message): number {
  if (status !== 'sent') {
    const unsent = unsentIn(timeline);
    const place = unsent.findIndex((other) => other.id === id);
    return place < 0 ? place : timeline.length - unsent.length + place;
  }
  const place = placeAt(timeline, timestamp);
  return timeline.at(place)?.timestamp === timestamp ? place : -1;
}
