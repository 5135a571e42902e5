import type { ChatError } from '../../../src/client/error.js';
import { Feed } from '../../../src/client/feed.js';
import { History } from '../../../src/client/history.js';
import type { Page, Rest } from '../../../src/client/rest.js';
import type { SocketListener } from '../../../src/client/socket.js';
import type { Item } from '../../../src/contract/index.js';

export const item = (timestamp: number, seq = timestamp): Item => ({
  room_id: 'r',
  timestamp,
  seq,
  user_id: 'u',
  name: 'U',
  message: `${timestamp}`,
});

const timestamps = (items: readonly Item[]) => items.map(({ timestamp }) => timestamp);

interface Query {
  readonly before?: number;
  readonly after?: number;
  readonly limit?: number;
}

/** A feed whose line and log the test plays, under a clock that the test moves. */
export function play(log: Item[] = []) {
  const calls: string[] = [];
  const said: string[] = [];
  const errors: ChatError[] = [];
  let line: SocketListener | undefined;
  let answer: (() => Promise<Page>) | undefined;
  const page = async ({ after, before, limit = 0 }: Query): Promise<Page> => {
    calls.push(
      after === undefined ? (before === undefined ? 'newest' : `before ${before}`) : `after ${after}`,
    );
    if (answer) return answer();
    const above = log.filter(
      ({ timestamp }) => timestamp > (after ?? 0) && timestamp < (before ?? Number.POSITIVE_INFINITY),
    );
    const items = after === undefined ? above.slice(-limit) : above.slice(0, limit);
    const next = after === undefined ? items[0]?.timestamp : items.at(-1)?.timestamp;
    return { items, ...(items.length < above.length && next && { next }) };
  };
  const socket = {
    send: () => calls.push('ping'),
    reconnect: () => calls.push('reconnect'),
    drop: () => {
      calls.push('drop');
      line?.down(0);
    },
    close: () => calls.push('close'),
  };
  const feed: Feed = new Feed(
    'r',
    new History({ page } as unknown as Rest, 'r'),
    (listener) => {
      line = listener;
      return socket;
    },
    {
      loaded: (items) => said.push(`history:${timestamps(items)}`),
      items: (items, leap) =>
        said.push(`news:${timestamps(items)}${leap ? ` gap:${leap.after}-${leap.before}` : ''}`),
      settings: ({ frozen, slow }, at) => said.push(`settings:${frozen} ${slow} at ${at}`),
      status: (current, detail) => {
        said.push(current);
        if (detail) errors.push(detail.error);
        control.onStatus(current);
      },
      isSending: () => control.isSending,
    },
  );
  const control = {
    feed,
    line: line as unknown as SocketListener,
    calls,
    said,
    errors,
    onStatus: (_: string): void => {},
    isSending: false,
    answerWith: (next: (() => Promise<Page>) | undefined) => {
      answer = next;
    },
    pong: (timestamp: number) => feed.frame({ type: 'pong', head: { timestamp, seq: timestamp } }),
  };
  return control;
}
