import type * as Sdk from '../../../src/client/index.js';
import type { Item } from '../../../src/contract/index.js';
import { MemoryBackend } from '../../fault/memory.js';
import { bytesOf, itemAt } from './messages.js';

/** As much as a page of the wire may have. */
const PAGE = 500;

/** Not known to whoever bundles this. */
const SDK = '/index.js';

class Backend extends MemoryBackend {
  /** Pages as large as any, whatever is asked for. */
  isGenerous = false;

  override page(query: URLSearchParams): Response {
    if (this.isGenerous) query.set('limit', String(PAGE));
    return super.page(query);
  }
}

/** The SDK alone, on a backend in the page that speaks the real wire. */
export class Wire {
  readonly #backend = new Backend(itemAt(0).room_id);
  #room: Sdk.RoomSource | undefined;
  #end = 0;

  get traffic(): { readonly requests: number; readonly handshakes: number } {
    const { requests, handshakes } = this.#backend;
    return { requests: requests.length, handshakes: handshakes.length };
  }

  /** Joins a room of so many messages, and has it hold all of them. */
  async load(count: number): Promise<void> {
    this.#backend.isGenerous = true;
    await this.join(count);
    const room = this.#joined();
    while (room.hasOlder) await room.loadOlder();
    if (this.length !== count) throw new Error(`unable to load the room; it holds ${this.length} messages`);
  }

  /** Joins a room of so many, as far as a client does by itself. */
  async join(count: number): Promise<void> {
    this.#backend.items.push(...this.#next(count));
    const { createChatClient } = (await import(SDK)) as typeof Sdk;
    const user = { id: 'me', name: 'Me' };
    const client = createChatClient({
      ...this.#backend.transport,
      user,
      storage: null,
      kept: Number.POSITIVE_INFINITY,
    });
    const room: Sdk.RoomSource = client.room(this.#backend.room_id);
    this.#room = room;
    await connected(room);
  }

  /** How many messages the room holds. */
  get length(): number {
    const room = this.#joined();
    return (room.timeline ?? room.messages).length;
  }

  /** So many messages arrive, each by a frame after which the room is looked at: milliseconds for one. */
  ingest(count: number): number {
    const before = this.length;
    const [line] = this.#backend.lines;
    const frames = this.#next(count).map((item) => JSON.stringify(item));
    const start = performance.now();
    for (const [index, frame] of frames.entries()) {
      line?.receive(frame);
      if (this.length !== before + index + 1) throw new Error('unable to go on; a message did not arrive');
    }
    return (performance.now() - start) / count;
  }

  /** So many messages are written while the line is lost; resolves when it is back and they are there. */
  async miss(count: number): Promise<void> {
    const room = this.#joined();
    const all = this.length + count;
    this.#backend.cut();
    this.#backend.items.push(...this.#next(count));
    room.reconnect();
    await connected(room);
    if (this.length !== all)
      throw new Error(`unable to catch up; the room holds ${this.length} of ${all} messages`);
  }

  /** Lets go of all but the room; bytes of the texts that it holds. */
  alone(): number {
    const bytes = this.#backend.items.reduce((sum, { message }) => sum + bytesOf(message), 0);
    this.#backend.items.length = 0;
    return bytes;
  }

  #joined(): Sdk.RoomSource {
    if (!this.#room) throw new Error('unable to read the room; it was not joined');
    return this.#room;
  }

  #next(count: number): Item[] {
    const items = Array.from({ length: count }, (_, i) => itemAt(this.#end + i));
    this.#end += count;
    return items;
  }
}

function connected(room: Sdk.RoomSource): Promise<void> {
  return new Promise((resolve) => {
    const stop = room.on('status', ({ current }) => {
      if (current !== 'connected') return;
      stop();
      resolve();
    });
  });
}

declare global {
  interface Window {
    wire: Wire;
  }
}

window.wire = new Wire();
