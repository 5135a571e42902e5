import { createId } from '../../../src/client/id.js';
import type { Room } from '../../../src/client/index.js';
import { chatUrl, type Item, type MessageRequest } from '../../../src/contract/index.js';
import type { Faults } from './faults.js';
import { wait } from './virtual-time.js';

/** A message whose sender was told that it is stored, and where. */
export interface Acked {
  readonly text: string;
  readonly room_id: string;
  readonly timestamp: number;
}

/** Sends messages to a room, each until it is stored or given up. */
export interface Writer {
  readonly who: string;
  readonly room_id: string;
  send(text: string): Promise<Acked | undefined>;
}

/** The SDK's outbox. */
export class SdkWriter implements Writer {
  readonly #room: Room;

  constructor(room: Room) {
    this.#room = room;
  }

  get who(): string {
    return this.#room.user.id;
  }

  get room_id(): string {
    return this.#room.id;
  }

  async send(text: string): Promise<Acked> {
    const { timestamp } = await this.#room.send(text);
    return { text, room_id: this.room_id, timestamp };
  }
}

export interface PlainWriterOptions {
  readonly who: string;
  readonly room_id: string;
  readonly api: string;
  readonly fetch: typeof globalThis.fetch;
  readonly faults: Faults;
  /** How long it waits, in parts of what it would in a room's real time. */
  readonly pace?: number;
}

/** A client of somebody's own making: its tries overlap, some come very late, and some messages are given up. */
export class PlainWriter implements Writer {
  readonly #options: PlainWriterOptions;
  readonly #tries: Promise<unknown>[] = [];

  constructor(options: PlainWriterOptions) {
    this.#options = options;
  }

  /** Resolves when the backend has heard everything that it ever will. */
  async idle(): Promise<void> {
    await Promise.all(this.#tries);
  }

  get who(): string {
    return this.#options.who;
  }

  get room_id(): string {
    return this.#options.room_id;
  }

  async send(text: string): Promise<Acked | undefined> {
    const { room_id, who, faults, pace = 1 } = this.#options;
    const { random } = faults;
    const request = { room_id, user_id: who, name: who, text, id: createId() };
    let acked: Acked | undefined;
    while (!acked) {
      const tried = this.#put(request).then((item) => {
        acked ??= item && { text, room_id, timestamp: item.timestamp };
      });
      this.#tries.push(tried);
      const isLate = random.chance(0.3);
      await wait(pace * (faults.isOn && isLate ? random.between(5_000, 45_000) : random.between(300, 8_000)));
      if (faults.isOn && random.chance(0.03)) break;
    }
    return acked;
  }

  /** One try. Whatever kept it from being stored, the next may succeed. */
  async #put(request: MessageRequest): Promise<Item | undefined> {
    const { api, fetch } = this.#options;
    try {
      const answer = await fetch(chatUrl(api), { method: 'PUT', body: JSON.stringify(request) });
      return answer.ok ? ((await answer.json()) as Item) : undefined;
    } catch {
      return undefined;
    }
  }
}
