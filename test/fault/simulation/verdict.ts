import type { Item } from '../../../src/contract/index.js';
import type { Ledger } from './ledger.js';
import type { Reader } from './reader.js';

type Breach = 'lost' | 'doubled' | 'misordered' | 'foreign';

/** How often a promise was broken, and in words that name the message, the reader and the place. */
export interface Verdict extends Readonly<Record<Breach, number>> {
  readonly problems: readonly string[];
}

/** What a room's log holds in the end, and who looked at it all the time. */
export interface Evidence {
  readonly room_id: string;
  readonly log: readonly Item[];
  readonly readers: readonly Reader[];
}

/** What the senders know. */
export type Accounts = Pick<Ledger, 'acked' | 'unanswered' | 'inOrder'>;

type Finding = readonly [breach: Breach, what: string];

/** Once, in order, none missing, nothing from elsewhere: what holds at rest, whatever happened before. */
export function judge(accounts: Accounts, rooms: readonly Evidence[]): Verdict {
  const found = [
    ...[...accounts.unanswered].map((text): Finding => ['lost', `${text} never got an answer`]),
    ...rooms.flatMap((room) => [...inLog(accounts, room), ...inReaders(room)]),
  ];
  const count = (breach: Breach): number => found.filter(([kind]) => kind === breach).length;
  return {
    lost: count('lost'),
    doubled: count('doubled'),
    misordered: count('misordered'),
    foreign: count('foreign'),
    problems: found.map(([breach, what]) => `${breach}: ${what}`),
  };
}

function* inLog({ acked, inOrder }: Accounts, { room_id, log }: Evidence): Generator<Finding> {
  const places = new Map<string, number>();
  let last: Item | undefined;
  for (const item of log) {
    const { message: text, timestamp, seq = 0 } = item;
    const place = `${text} at ${timestamp}`;
    if (places.has(text)) yield ['doubled', `${place} is stored at ${places.get(text)} as well`];
    if (last && seq <= (last.seq ?? 0)) yield ['misordered', `${place} has seq ${seq} after ${last.seq}`];
    if (item.room_id !== room_id) yield ['foreign', `${place} is of another room`];
    places.set(text, timestamp);
    last = item;
  }
  for (const { text, timestamp } of acked.filter((message) => message.room_id === room_id)) {
    const place = places.get(text);
    if (place !== timestamp) yield ['lost', `${text} was acknowledged at ${timestamp}, stored at ${place}`];
  }
  for (const [who, texts] of inOrder) {
    const stored = log.filter(({ user_id }) => user_id === who).map(({ message }) => message);
    const written = texts.filter((text) => places.has(text));
    if (String(stored) !== String(written))
      yield ['misordered', `${who} wrote ${written}, stored is ${stored}`];
  }
}

function* inReaders({ room_id, log, readers }: Evidence): Generator<Finding> {
  const stored = new Map(log.map(({ timestamp, message }) => [timestamp, message]));
  for (const reader of readers) {
    const { who, room, shown, misordered } = reader;
    const seen = new Set(shown.map(({ timestamp }) => timestamp));
    if (room.status.current !== 'connected') yield ['lost', `${who} is ${room.status.current}`];
    if (seen.size < shown.length) yield ['doubled', `${who} sees a place twice`];
    for (const timestamp of misordered) yield ['misordered', `${who} saw ${timestamp} below a newer one`];
    for (const { timestamp, text, roomId } of shown) {
      if (roomId !== room_id) yield ['foreign', `${who} sees ${text} of another room`];
      else if (stored.get(timestamp) !== text) {
        yield ['doubled', `${who} sees ${text} at ${timestamp}, where it is not stored`];
      }
    }
    for (const [timestamp, text] of stored) {
      if (!seen.has(timestamp) && !reader.mayLack(timestamp))
        yield ['lost', `${who} misses ${text} at ${timestamp}`];
    }
  }
}
