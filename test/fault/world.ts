import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import {
  type ChatClient,
  type ChatClientOptions,
  createChatClient,
  type Message,
  type Room,
  type RoomSource,
} from '../../src/client/index.js';
import { chatUrl, type Item, NEXT_HEADER } from '../../src/contract/index.js';
import { type Addresses, FaultProxy } from './proxy/proxy.js';

/** An event that a case waits for comes, or never will. */
const PATIENCE_MS = 120_000;

const TRIES = 10;

/** The backend under test, as `API=… SOCKET=…` name it. */
export function backend(): Addresses {
  const { API, SOCKET } = process.env;
  assert.ok(API && SOCKET, 'unable to reach a backend; set API and SOCKET to its addresses');
  return { api: API, socket: SOCKET };
}

/** A room of the backend, seen by SDK clients through a proxy, and by the case itself past it. */
export class World {
  readonly room_id = `방 ${randomUUID()}`;
  readonly proxy: FaultProxy;
  readonly #backend: Addresses;
  readonly #rooms = new Set<Room>();

  private constructor(proxy: FaultProxy, behind: Addresses) {
    this.proxy = proxy;
    this.#backend = behind;
  }

  static async open(behind = backend()): Promise<World> {
    return new World(await FaultProxy.open(behind), behind);
  }

  /** An SDK client whose user has the name by which rules know it. */
  client(name: string, options: Partial<ChatClientOptions> = {}): ChatClient {
    return createChatClient({
      ...this.proxy.addresses(name),
      user: { id: name, name },
      WebSocket,
      ...options,
    });
  }

  /** The room as a client of this name has it, closed when the case ends. */
  enter(name: string, options?: Partial<ChatClientOptions>): Room {
    const room = this.client(name, options).room(this.room_id);
    this.#rooms.add(room);
    return room;
  }

  /** Enters, and resolves once the room is connected. */
  async join(name: string): Promise<Room> {
    const room = this.enter(name);
    await until(room, isConnected);
    return room;
  }

  /** Cuts a client's line, and resolves once its room knows. */
  async cut(room: Room): Promise<void> {
    this.proxy.cut(room.user.id);
    await until(room, ({ status }) => status.current !== 'connected');
  }

  /** Stores a message past the proxy, as anybody's plain PUT does. */
  async write(text: string, fields: Partial<Item> = {}): Promise<Item> {
    const { room_id } = this;
    const message = { room_id, user_id: 'writer', name: 'Writer', text, id: randomUUID(), ...fields };
    const answer = await this.#ask(chatUrl(this.#backend.api), {
      method: 'PUT',
      body: JSON.stringify(message),
    });
    return (await answer.json()) as Item;
  }

  /** Stores many, a few at a time; resolves with them in the log's order. */
  async writeMany(count: number, prefix = 'm'): Promise<Item[]> {
    const items: Item[] = [];
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < count) items.push(await this.write(`${prefix} ${next++}`));
    };
    await Promise.all(Array.from({ length: 8 }, work));
    return items.sort((a, b) => a.timestamp - b.timestamp);
  }

  /** The whole log of the room, read past the proxy. */
  async log(): Promise<Item[]> {
    const items: Item[] = [];
    for (let after: number | undefined = 0; after !== undefined; ) {
      const query = { room_id: this.room_id, after, limit: 500 };
      const answer: Response = await this.#ask(chatUrl(this.#backend.api, query));
      items.push(...((await answer.json()) as Item[]));
      const next = answer.headers.get(NEXT_HEADER);
      after = next ? Number(next) : undefined;
    }
    return items;
  }

  async close(): Promise<void> {
    for (const room of this.#rooms) room.close();
    await this.proxy.close();
  }

  /** Asks the backend until it has time: a machine that is busy with tests answers 503, too. */
  async #ask(url: string, init?: RequestInit): Promise<Response> {
    for (let tries = 1; ; tries++) {
      const answer = await fetch(url, init);
      if (answer.status === 200) return answer;
      assert.ok(answer.status === 503 && tries < TRIES, `${answer.status}: ${await answer.text()}`);
    }
  }
}

/** A case's body in a world of its own, which is closed whatever becomes of the case. */
export function inWorld(run: (world: World) => Promise<void>): () => Promise<void> {
  return async () => {
    const world = await World.open();
    try {
      await run(world);
    } finally {
      await world.close();
    }
  };
}

/** Resolves once the room is as `wanted` says, looking again at each of its events. */
export function until(room: RoomSource, wanted: (room: RoomSource) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const undo: (() => void)[] = [];
    const end = (): void => {
      clearTimeout(timer);
      for (const off of undo) off();
    };
    const look = (): void => {
      if (!wanted(room)) return;
      end();
      resolve();
    };
    const timer = setTimeout(() => {
      end();
      const { current, error } = room.status;
      const what = `${room.messages.length} messages, ${current}${error ? `, ${error.message}` : ''}`;
      reject(new Error(`unable to see the room of ${room.user.id} as wanted; it has ${what}`));
    }, PATIENCE_MS);
    for (const event of ['change', 'status', 'message', 'gap', 'recovered'] as const) {
      undo.push(room.on(event, look));
    }
    look();
  });
}

export const isConnected = ({ status }: RoomSource): boolean => status.current === 'connected';

/** Whether the room holds a message of each text. */
export function holds(...wanted: readonly string[]): (room: RoomSource) => boolean {
  return ({ messages }) => {
    const found = new Set(messages.filter(isStored).map(({ text }) => text));
    return wanted.every((text) => found.has(text));
  };
}

export function isStored({ status }: Message): boolean {
  return status === 'sent';
}

export function texts({ messages }: RoomSource): string[] {
  return messages.map(({ text }) => text);
}

/** A moment that a case brings about. */
export function moment(): { readonly come: Promise<void>; readonly now: () => void } {
  let now = (): void => {};
  const come = new Promise<void>((resolve) => {
    now = resolve;
  });
  return { come, now };
}
