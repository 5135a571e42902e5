import type { Emitter } from './emitter.js';
import { ChatError } from './error.js';
import type { Gap, RoomEvents } from './room-source.js';
import type { RoomState, RoomStatus } from './status.js';

/** How a room's connection stands, what the loss of its line cost, and the events that say so. */
export class Standing {
  readonly #emitter: Emitter<RoomEvents>;
  #status: RoomStatus = Object.freeze({ current: 'connecting', previous: 'connecting' });
  /** What the line's loss cost so far; undefined before the room was connected. */
  #recovery: { count: number; gap?: Gap } | undefined;

  constructor(emitter: Emitter<RoomEvents>) {
    this.#emitter = emitter;
  }

  get status(): RoomStatus {
    return this.#status;
  }

  get isClosed(): boolean {
    return this.#status.current === 'closed';
  }

  become(current: RoomState, detail: Pick<RoomStatus, 'error' | 'retryAt'> = {}): void {
    const { current: previous } = this.#status;
    if (this.isClosed || (current === previous && current !== 'disconnected')) return;
    this.#status = Object.freeze({ current, previous, ...detail });
    this.#emitter.emit('status', this.#status);
    if (detail.error && current !== previous) this.#emitter.emit('error', detail.error);
    if (current !== 'connected') return;
    const { gap, count } = this.#recovery ?? {};
    this.#recovery = { count: 0 };
    if (gap) this.#emitter.emit('gap', gap);
    else if (count !== undefined) this.#emitter.emit('recovered', Object.freeze({ count }));
  }

  /** A catch-up brought so many messages, and left the gap. */
  missed(count: number, gap: Gap | undefined): void {
    if (this.#status.current === 'connected') {
      if (gap) this.#emitter.emit('gap', gap);
    } else if (this.#recovery) {
      this.#recovery = { ...this.#recovery, count: this.#recovery.count + count, ...(gap && { gap }) };
    }
  }

  /** Throws a `ChatError` (`room_closed`) when the room is closed already. */
  demandOpen(what: string): void {
    if (!this.isClosed) return;
    const reason = 'the room was closed; ask the client for it again';
    throw new ChatError('room_closed', `unable to ${what}; ${reason}`);
  }

  /** The same when it is closed meanwhile, whatever else becomes of the task. */
  async whileOpen<Result>(what: string, task: () => Promise<Result>): Promise<Result> {
    this.demandOpen(what);
    try {
      return await task();
    } finally {
      this.demandOpen(what);
    }
  }
}
