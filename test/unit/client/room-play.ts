import { Copies, Copy } from '../../../src/client/copy.js';
import type { ChatError } from '../../../src/client/error.js';
import { History } from '../../../src/client/history.js';
import type { Gap, Recovery } from '../../../src/client/index.js';
import { Outbox } from '../../../src/client/outbox.js';
import { OutboxStore } from '../../../src/client/outbox-store.js';
import type { Page, Rest } from '../../../src/client/rest.js';
import { Room } from '../../../src/client/room.js';
import type { SocketListener } from '../../../src/client/socket.js';
import { Keep } from '../../../src/client/storage.js';
import type { Item } from '../../../src/contract/index.js';
import { until } from './fixture.js';

export const START = 1_700_000_000_000;

export const item = (seq: number, spacing = 1_000): Item => ({
  room_id: 'r',
  timestamp: START + seq * spacing,
  seq,
  user_id: 'ada',
  name: 'Ada',
  message: `${seq}`,
  id: `m${seq}`,
});

interface Options {
  /** Milliseconds between two messages. */
  readonly spacing?: number;
  readonly kept?: number;
}

interface Query {
  readonly before?: number;
  readonly after?: number;
  readonly limit?: number;
}

/** A room over a log of the test's own, with messages so many milliseconds apart, whose line the test cuts. */
export function play(length: number, { spacing, kept = Number.POSITIVE_INFINITY }: Options = {}) {
  const log = Array.from({ length }, (_, index) => item(index + 1, spacing));
  const queries: string[] = [];
  const control = {
    error: undefined as ChatError | undefined,
    /** What pages that are asked for meanwhile wait for. */
    gate: undefined as Promise<void> | undefined,
  };
  /** A change tells its target as that is now. */
  const whole = (found: Item): Item => {
    const state = found.kind && log.find(({ timestamp }) => timestamp === found.target);
    return state ? { ...found, state } : found;
  };
  const append = (fields: Partial<Item> = {}): Item => {
    const appended = { ...item(log.length + 1, spacing), ...fields };
    log.push(appended);
    return whole(appended);
  };
  /** The message of this `seq` says something else from now on. */
  const edit = (seq: number): Item => {
    const old = log[seq - 1] as Item;
    const { timestamp } = item(log.length + 1, spacing);
    log[seq - 1] = { ...old, message: `${seq} as of ${log.length + 1}`, edited_at: timestamp };
    return append({ kind: 'edit', target: old.timestamp, message: '' });
  };
  const page = async ({ before = Number.POSITIVE_INFINITY, after, limit = 0 }: Query): Promise<Page> => {
    queries.push(after === undefined ? `before ${(before - START) / 1_000}` : `after ${after}`);
    if (control.error) throw control.error;
    await control.gate;
    const all = log.filter(({ timestamp }) => timestamp > (after ?? 0) && timestamp < before);
    const items = after === undefined ? all.slice(-limit) : all.slice(0, limit);
    const edge = after === undefined ? items[0] : items.at(-1);
    return { items: items.map(whole), ...(items.length < all.length && edge && { next: edge.timestamp }) };
  };
  const keep = new Keep(undefined, () => {});
  let line = undefined as unknown as SocketListener;
  const room = new Room({
    id: 'r',
    user: { id: 'mina', name: 'Mina' },
    history: new History({ page } as unknown as Rest, 'r'),
    outbox: new Outbox(
      () => Promise.reject(),
      new OutboxStore(keep, ''),
      () => {},
    ),
    copy: new Copy(new Copies(keep, ''), 'r'),
    tokens: undefined,
    put: () => Promise.reject(),
    kept,
    connect: (listener) => {
      line = listener;
      return { send: () => {}, reconnect: () => {}, drop: () => {}, close: () => {} };
    },
    release: () => true,
  });
  const said: (Gap | Recovery)[] = [];
  room.on('gap', (gap) => said.push(gap));
  room.on('recovered', (recovery) => said.push(recovery));
  const connect = async () => {
    line.open();
    await until(room, ({ status }) => status.current === 'connected');
  };
  const push = (pushed: Item) => line.frame({ type: 'again', item: pushed });
  return {
    room,
    log,
    queries,
    said,
    control,
    connect,
    push,
    /** Writes so many messages, and pushes them. */
    write(count: number) {
      for (let index = 0; index < count; index++) push(append());
    },
    edit: (seq: number) => push(edit(seq)),
    /** Cuts the line while so many messages are written, and these edited. */
    async miss(count: number, ...edited: readonly number[]) {
      line.down(0);
      for (let index = 0; index < count; index++) append();
      edited.forEach(edit);
      await connect();
    },
  };
}

export const seqs = ({ messages }: Room) => messages.map(({ seq }) => seq);

export const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
