import { parseConnectQuery, parseSender, socketUrl } from '../contract/index.js';
import type { WebSocketClass } from './connection.js';
import { Copies, Copy } from './copy.js';
import { ChatError, checked } from './error.js';
import { History } from './history.js';
import { Outbox } from './outbox.js';
import { OutboxStore } from './outbox-store.js';
import { Rest } from './rest.js';
import { Room } from './room.js';
import type { User } from './room-source.js';
import { Socket } from './socket.js';
import { browserStorage, type ChatStorage, Keep } from './storage.js';
import { type TokenSource, tokenSource } from './token-source.js';
import type { GetToken } from './tokens.js';

export interface ChatClientOptions {
  /** The REST base of the backend, without `/chat`: `https://….execute-api.….amazonaws.com/dev`. */
  readonly api: string;
  /** The WebSocket address of the backend: `wss://….execute-api.….amazonaws.com/dev`. */
  readonly socket: string;
  /** Who sends. */
  readonly user: User;
  /**
   * Gets a room token where the backend wants one: a JWT that the site's own server signs for the visitor it knows, whose `sub` is
   * `user.id`. Called for each room before each try to connect, ahead of a token's end, and once when the backend refused one; when
   * it rejects, gives no token or takes more than 15 s it is called again, later and later. A token of another user is not used: the
   * room fails as `forbidden` until `reconnect()`, and unsent messages wait. Without it the backend must be open.
   */
  readonly getToken?: GetToken;
  /** Instead of the global one, for tests and other runtimes. */
  readonly fetch?: typeof globalThis.fetch;
  /** Instead of the global one. Node has one from version 22 on; before that, hand in the class of the package `ws`. */
  readonly WebSocket?: WebSocketClass;
  /**
   * Where unsent messages and each room's newest page outlive the page: the browser's IndexedDB unless something else is
   * handed in; `null` keeps nothing.
   */
  readonly storage?: ChatStorage | null;
  /**
   * So many messages a room holds, 200 at least; 5,000 unless something else is said, `Infinity` for all. When it has a tenth more and news
   * arrive, it lets go of what is far from its end and from `room.reading`.
   */
  readonly kept?: number;
}

const LEAST_KEPT = 200;

export interface ChatClient {
  readonly user: User;
  /**
   * Joins a room, or gives the one already joined. Each call is one user of the room, who lets go with `room.close()`.
   * Throws a `ChatError` (`invalid_request`) for an id that no room can have.
   */
  room(id: string): Room;
  /**
   * Removes what this device keeps of the rooms' messages, and keeps no more of them for this client; what another user
   * left is removed when the next one opens a room. Unsent messages stay.
   */
  forget(): Promise<void>;
}

/** What outlives a room, until nothing is left to be sent. */
interface Lane {
  readonly tokens: TokenSource | undefined;
  readonly rest: Rest;
  readonly outbox: Outbox;
}

/**
 * Makes a client of a backend for one user; nothing is requested before a room is. Throws a `ChatError`
 * (`invalid_argument`) for an address that is none, (`invalid_request`) for a user whom the backend would refuse.
 */
export function createChatClient(options: ChatClientOptions): ChatClient {
  const { fetch, getToken, kept = 5_000 } = options;
  const api = address('api', options.api, ['http:', 'https:']);
  const socket = address('socket', options.socket, ['ws:', 'wss:']);
  const WebSocket = options.WebSocket ?? globalThis.WebSocket;
  if (!WebSocket) {
    refuse('this runtime has no WebSocket; pass a class as "WebSocket", like that of the package ws');
  }
  if (!(kept >= LEAST_KEPT)) refuse(`"kept" must be a number from ${LEAST_KEPT} on, got ${kept}`);
  const sender = checked(() => parseSender({ user_id: options.user?.id, name: options.user?.name }));
  const user: User = Object.freeze({ id: sender.user_id, name: sender.name });

  const rooms = new Map<string, { readonly room: Room; users: number }>();
  const lanes = new Map<string, Lane>();
  /** That nothing is kept on this device is told once, to whoever listens first. */
  let untold: ChatError | undefined;
  const tell = (): void => {
    if (!untold || rooms.size === 0) return;
    const error = untold;
    untold = undefined;
    for (const { room } of rooms.values()) room.report(error);
  };
  const storage = options.storage === undefined ? browserStorage() : (options.storage ?? undefined);
  const keep = new Keep(storage, (error) => {
    untold = error;
    queueMicrotask(tell);
  });
  const owner = [api, user.id];
  // Ahead of the first room, which asks for it again if it does not come.
  if (getToken) import('./tokens.js').catch(() => {});
  let copies: Copies | undefined;
  const copiesOfUser = (): Copies => {
    copies ??= new Copies(keep, JSON.stringify(owner));
    return copies;
  };

  /** What was written is sent even when its room is closed meanwhile, and shown again when it is opened again. */
  const laneOf = (id: string): Lane => {
    const known = lanes.get(id);
    if (known) return known;
    const tokens = getToken && tokenSource(id, user.id, getToken);
    const rest = new Rest(api, fetch, tokens);
    const outbox = new Outbox(
      (request, signal) =>
        rest.put(request, signal).catch((error: ChatError) => {
          throw tokens?.now?.waiting(error) ?? error;
        }),
      new OutboxStore(keep, JSON.stringify([...owner, id])),
      () => rooms.has(id) || lanes.delete(id),
    );
    const lane = { tokens, rest, outbox };
    lanes.set(id, lane);
    return lane;
  };

  const release = (id: string): boolean => {
    const entry = rooms.get(id);
    if (!entry || --entry.users > 0) return false;
    rooms.delete(id);
    if (lanes.get(id)?.outbox.pending.length === 0) lanes.delete(id);
    return true;
  };

  const join = (id: string): Room => {
    const query = checked(() => parseConnectQuery({ room_id: id, user_id: user.id }));
    const { tokens, rest, outbox } = laneOf(id);
    return new Room({
      id,
      user,
      history: new History(rest, id),
      outbox,
      copy: new Copy(copiesOfUser(), id),
      tokens,
      put: (request, signal) => rest.put(request, signal),
      kept: Math.floor(kept),
      connect: (listener) => new Socket(socketUrl(socket, query), WebSocket, listener, tokens),
      release: () => release(id),
    });
  };

  return {
    user,
    room(id) {
      const entry = rooms.get(id) ?? { room: join(id), users: 0 };
      entry.users += 1;
      rooms.set(id, entry);
      queueMicrotask(tell);
      return entry.room;
    },
    forget: () => copiesOfUser().clear(),
  };
}

function address(option: string, value: string, protocols: readonly string[]): string {
  const url = URL.canParse(value)
    ? new URL(value)
    : refuse(`"${option}" is not an absolute address: ${value}`);
  if (!protocols.includes(url.protocol)) {
    refuse(`"${option}" must begin with ${protocols.join('// or ')}//, got ${value}`);
  }
  // A browser throws at such a socket, and blocks such a request.
  const isSecure =
    url.protocol === protocols[1] || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (globalThis.location?.protocol === 'https:' && !isSecure) {
    refuse(`a page with https may not use ${value}; "${option}" must begin with ${protocols[1]}//`);
  }
  // A WebSocket refuses an address with a fragment, and no server sees one.
  url.hash = '';
  return url.href;
}

function refuse(reason: string): never {
  throw new ChatError('invalid_argument', `unable to make a chat client; ${reason}`);
}
