import {
  type ChatClient,
  type ChatClientOptions,
  createChatClient,
  type Message,
  type RoomSource,
} from '../../../src/client/index.js';
import { chatUrl, type Item } from '../../../src/contract/index.js';

/** The local stack's addresses, as the test runner's page sets them. */
export const backend = (globalThis as unknown as { backend: { api: string; socket: string } }).backend;

export function freshRoom(): string {
  return `방 ${Math.random().toString(36).slice(2)}`;
}

export function client(options: Partial<ChatClientOptions> & { name?: string } = {}): ChatClient {
  const { name = 'mina', ...rest } = options;
  return createChatClient({ ...backend, user: { id: name, name }, ...rest });
}

/** Resolves once the room is as `wanted` says, looking again at each of its events. */
export function until<Room extends RoomSource>(room: Room, wanted: (room: Room) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const undo: (() => void)[] = [];
    const look = (): void => {
      if (!wanted(room)) return;
      for (const off of undo) off();
      resolve();
    };
    undo.push(room.on('change', look), room.on('status', look));
    look();
  });
}

export const isConnected = (room: RoomSource): boolean => room.status.current === 'connected';

export function texts(room: RoomSource): string[] {
  return room.messages.map(({ text }) => text);
}

export function statuses(room: RoomSource): Message['status'][] {
  return room.messages.map(({ status }) => status);
}

/** Fills a room with messages of somebody else's, all at once. Resolves with their texts in the log's order. */
export async function seed(room_id: string, count: number): Promise<string[]> {
  const put = async (_: unknown, index: number): Promise<Item> => {
    const body = JSON.stringify({ room_id, user_id: 'seed', name: 'Seed', text: `${index}` });
    return (await fetch(chatUrl(backend.api), { method: 'PUT', body })).json();
  };
  const items = await Promise.all(Array.from({ length: count }, put));
  return items.sort((a, b) => a.timestamp - b.timestamp).map(({ message }) => message);
}

/** A promise to settle from outside. */
export function deferred<Value = void>(): {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
} {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** The real `fetch`, with `around` deciding what becomes of each request: it may wait, fail, or drop the answer. */
export function fetchThrough(
  around: (request: Request, send: () => Promise<Response>) => Promise<Response>,
): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    return around(request, () => fetch(request));
  };
}

export const isPut = (request: Request): boolean => request.method === 'PUT';
