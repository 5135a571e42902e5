import { randomUUID } from 'node:crypto';
import { chatUrl } from '../../../src/contract/index.js';
import { finished, type Measure } from '../measure.js';
import { localStack } from '../stack.js';
import type { Stage } from '../stage.js';
import { Traffic } from '../traffic.js';

const JOIN = { time: 'join', requests: 'requests of a join', bytes: 'bytes of a join' } as const;
const BACK = { time: 'catch-up', requests: 'requests of a catch-up', bytes: 'bytes of a catch-up' } as const;

const HISTORY = 100;
const MISSED = 500;

interface Room {
  readonly attributes: Readonly<Record<string, string>>;
  /** Writes so many messages, the last one last; gives back its text. */
  write(count: number): Promise<string>;
}

async function room(): Promise<Room> {
  const { api, socket } = await localStack();
  const id = randomUUID();
  const put = async (text: string): Promise<void> => {
    const body = JSON.stringify({ room_id: id, user_id: 'seed', name: 'Seed', text });
    const { status } = await fetch(chatUrl(api), { method: 'PUT', body });
    if (status !== 200) throw new Error(`unable to write; the local stack answers ${status}`);
  };
  return {
    attributes: { api, socket, room: id, 'user-id': 'me', name: 'Me' },
    write: async (count) => {
      const texts = Array.from({ length: count - 1 }, (_, i) => `message ${i} of ${count}`);
      for (let from = 0; from < texts.length; from += 25) {
        await Promise.all(texts.slice(from, from + 25).map(put));
      }
      const last = `the last of ${count}`;
      await put(last);
      return last;
    },
  };
}

/** A new room, and a page on which nothing shows it yet. */
async function opened(stage: Stage): Promise<Room> {
  await stage.goto();
  await stage.add('harness.js', 'chat-room.js');
  return room();
}

/** Shows the room: until the newest message is painted. */
async function join(stage: Stage, { attributes, write }: Room): Promise<number> {
  const text = await write(HISTORY);
  const time = await stage.call(([attributes, text]) => window.bench.join(attributes, text), [
    attributes,
    text,
  ] as const);
  return finished(time, 'the newest message');
}

/** A box on the local stack: from its tag to its messages, and from a lost network to all that was missed. */
export const joining: Measure = {
  name: 'join',
  trials: [
    {
      figures: [JOIN.time, JOIN.requests, JOIN.bytes],
      peers: ['chat-room'],
      run: async (stage) => {
        const joined = await opened(stage);
        const traffic = await Traffic.of(stage, joined.attributes['api'] ?? '');
        const time = await join(stage, joined);
        return [time, traffic.requests, traffic.bytes / 1_024];
      },
    },
    {
      figures: [BACK.time, BACK.requests, BACK.bytes],
      peers: ['chat-room'],
      run: async (stage) => {
        const joined = await opened(stage);
        await join(stage, joined);
        await stage.offline(true);
        const text = await joined.write(MISSED);
        const traffic = await Traffic.of(stage, joined.attributes['api'] ?? '');
        const seen = stage.call((text) => window.bench.back(text), text);
        await stage.offline(false);
        const time = finished(await seen, 'the last message that was missed');
        return [time, traffic.requests, traffic.bytes / 1_024];
      },
    },
  ],
  rows: [
    { what: `join to the newest of ${HISTORY} messages painted`, figure: JOIN.time, unit: 'ms' },
    { what: JOIN.requests, figure: JOIN.requests, unit: '', most: 1 },
    { what: JOIN.bytes, figure: JOIN.bytes, unit: 'KB' },
    {
      what: `catch-up of ${MISSED}, from the network's return to the newest painted`,
      figure: BACK.time,
      unit: 'ms',
    },
    { what: BACK.requests, figure: BACK.requests, unit: '' },
    { what: BACK.bytes, figure: BACK.bytes, unit: 'KB' },
  ],
};
