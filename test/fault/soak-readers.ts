/**
 * The readers of the soak, in a process whose heap holds nothing else: `soak-readers.ts ROOM ADDRESSES`. Answers each order of the
 * process that started it.
 */
import { WebSocket } from 'ws';
import { createChatClient, type Message, type Room } from '../../src/client/index.js';
import { messageFromItem } from '../../src/client/message.js';
import { type Item, parseServerFrame } from '../../src/contract/index.js';
import type { Addresses } from './proxy/proxy.js';
import { Reader } from './simulation/reader.js';
import { judge } from './simulation/verdict.js';
import type { Acked } from './simulation/writers.js';
import { isConnected, until } from './world.js';

export type Order =
  /** How many bytes the heap holds besides the messages. */
  | { readonly type: 'measure' }
  /** Everything there is to read: get there, then say what is wrong. */
  | { readonly type: 'end'; readonly log: readonly Item[]; readonly acked: readonly Acked[] };

const [room_id = '', addresses = '{}'] = process.argv.slice(2);
const readers = Object.entries(JSON.parse(addresses) as Record<string, Addresses>).map(
  ([id, at]) => new Reader(createChatClient({ ...at, user: { id, name: id }, WebSocket }).room(room_id)),
);
const rooms = readers.map(({ room }) => room);
for (const room of rooms) room.on('gap', () => fill(room));

process.on('message', async (order: Order) => {
  process.send?.(order.type === 'measure' ? measure() : await end(order));
});
process.on('disconnect', () => process.exit());
await Promise.all(rooms.map((room) => until(room, isConnected)));
process.send?.('connected');

/**
 * Messages are what a room is for, so they do not count as growth: all of them are made once more, as they are when they arrive, and
 * what the heap gains by that is taken off.
 */
function measure(): number {
  const used = heapUsed();
  const again = rooms.map(({ messages }) => messages.map(copy));
  const gained = heapUsed() - used;
  // Still in use here, so that it was not collected before.
  if (again.length !== rooms.length) throw new Error('unable to measure; there are no rooms');
  return used - gained;
}

function heapUsed(): number {
  if (!globalThis.gc) throw new Error('unable to measure; start the process with --expose-gc');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

function copy({ roomId, userId, text, id, name, timestamp, seq }: Message): Message {
  const item = { room_id: roomId, user_id: userId, name, message: text, id, timestamp, seq };
  const frame = parseServerFrame(JSON.stringify(item));
  if (frame.type !== 'message') throw new Error('unable to measure; a message is not read as one');
  return messageFromItem(frame.item);
}

async function end({ log, acked }: Order & { type: 'end' }): Promise<object> {
  for (const room of rooms) void fill(room);
  const isComplete = ({ messages, gaps }: Room): boolean =>
    messages.length === log.length && gaps.length === 0;
  // Who does not get there is judged as well.
  await Promise.allSettled(rooms.map((room) => until(room, () => isComplete(room) && isConnected(room))));
  const accounts = { acked: [...acked], unanswered: new Set<string>(), inOrder: new Map() };
  return judge(accounts, [{ room_id, log, readers }]);
}

/** As somebody does who scrolls up, until it fails. */
async function fill(room: Room): Promise<void> {
  try {
    for (let [gap] = room.gaps; gap; [gap] = room.gaps) await gap.fill();
    // A gap lets go of what is far below it.
    while (room.hasOlder) await room.loadOlder();
  } catch {
    // The line was cut meanwhile; in the end there is another try.
  }
}
