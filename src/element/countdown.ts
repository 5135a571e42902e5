import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Message } from '../client/index.js';
import type { RoomController } from './room.js';
import { timelineOf, unsentIn } from './timeline.js';

/** Renders once a second while the room waits for something: its next try to connect or to send, or the end of slow mode. */
export class Countdown implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #room: RoomController;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, room: RoomController) {
    this.#host = host;
    this.#room = room;
    host.addController(this);
  }

  /** Whole seconds until then; 0 once it is there, and for no time at all. */
  secondsTo(at = 0): number {
    return Math.max(0, Math.ceil((at - Date.now()) / 1000));
  }

  /** Until one's own unsent messages are tried again. */
  get resends(): readonly number[] {
    return this.#unsent.map(({ retryAt }) => this.secondsTo(retryAt));
  }

  hostUpdated(): void {
    clearTimeout(this.#timer);
    const { source } = this.#room;
    const times = [source?.status.retryAt, source?.sendableAt, ...this.#unsent.map(({ retryAt }) => retryAt)];
    const rests = times.map((at = 0) => at - Date.now()).filter((rest) => rest > 0);
    if (rests.length === 0) return;
    const next = Math.min(...rests.map((rest) => rest % 1000 || 1000));
    this.#timer = setTimeout(() => this.#host.requestUpdate(), next);
  }

  get #unsent(): readonly Message[] {
    return unsentIn(timelineOf(this.#room.source));
  }
}
