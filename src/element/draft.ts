import type { ReactiveControllerHost } from 'lit';
import { codePoints, LIMITS } from '../client/index.js';
import type { RoomController } from './room.js';

interface Entry {
  readonly text: string;
  /** `waiting`: handed to the room, which does not show it yet. `refused`: the room never will, as it stands. */
  readonly state: 'typing' | 'waiting' | 'refused';
}

const EMPTY: Entry = { text: '', state: 'typing' };

/** What is typed and not yet shown as a message: one text for each room, kept as long as the element lives. */
export class Draft {
  readonly #host: ReactiveControllerHost;
  readonly #room: RoomController;
  readonly #entries = new Map<string, Entry>();

  constructor(host: ReactiveControllerHost, room: RoomController) {
    this.#host = host;
    this.#room = room;
  }

  get text(): string {
    return this.#entry.text;
  }

  get refused(): boolean {
    return this.#entry.state === 'refused';
  }

  /** Characters until the limit; negative beyond it. */
  get left(): number {
    return LIMITS.text - codePoints(this.text.trim());
  }

  get sendable(): boolean {
    return this.#entry.state !== 'waiting' && this.text.trim() !== '' && this.left >= 0;
  }

  type(text: string): void {
    if (this.#room.source) this.#keep(this.#room.source.id, { text, state: 'typing' });
  }

  /** Hands the text to the room. The room showing it lets go of it here; while it does not, it stays. */
  async send(): Promise<void> {
    const { source } = this.#room;
    if (!source || !this.sendable) return;
    const { text } = this;
    const { messages } = source;
    const sent = source.send(text.trim()).then(
      () => true,
      () => false,
    );
    if (source.messages !== messages) {
      this.#keep(source.id, EMPTY);
      return;
    }
    const waiting: Entry = { text, state: 'waiting' };
    this.#keep(source.id, waiting);
    const stored = await sent;
    if (this.#entries.get(source.id) === waiting) {
      this.#keep(source.id, stored ? EMPTY : { text, state: 'refused' });
    }
  }

  get #entry(): Entry {
    return this.#entries.get(this.#room.source?.id ?? '') ?? EMPTY;
  }

  #keep(roomId: string, entry: Entry): void {
    this.#entries.set(roomId, entry);
    this.#host.requestUpdate();
  }
}
