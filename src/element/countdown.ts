import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RoomController } from './room.js';

/** Renders once a second while the room waits for its next try to connect. */
export class Countdown implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #room: RoomController;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, room: RoomController) {
    this.#host = host;
    this.#room = room;
    host.addController(this);
  }

  /** Whole seconds until the next try; 0 while there is none to wait for. */
  get seconds(): number {
    return Math.ceil(this.#rest / 1000);
  }

  hostUpdated(): void {
    clearTimeout(this.#timer);
    const rest = this.#rest;
    if (rest > 0) this.#timer = setTimeout(() => this.#host.requestUpdate(), rest % 1000 || 1000);
  }

  get #rest(): number {
    return Math.max(0, (this.#room.source?.status.retryAt ?? 0) - Date.now());
  }
}
