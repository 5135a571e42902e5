import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Message } from '../client/index.js';

/** What came while nobody looked: how much of it is further down, and where it begins. */
export class Unread implements ReactiveController {
  /** Others' messages that came while the end of the list was not in sight. */
  count = 0;
  /** The timestamp of the first message that came while nobody looked: a line stands above it until the next time, or until one writes. */
  from: number | undefined;
  readonly #host: ReactiveControllerHost;
  #isAway = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#look);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#look);
  }

  /** Somebody else's message arrived. */
  arrived({ timestamp }: Message, isInSight: boolean): void {
    const isAway = !isInSight || document.hidden;
    if (isAway && !this.#isAway) this.from = timestamp;
    this.#isAway = isAway;
    if (!isInSight) this.count++;
    if (isAway) this.#host.requestUpdate();
  }

  /** The end of the list is in sight. */
  seen(): void {
    this.count = 0;
    this.#look();
  }

  /** Nothing is left of it. */
  reset(): void {
    this.from = undefined;
    this.seen();
  }

  readonly #look = (): void => {
    if (!document.hidden && this.count === 0) this.#isAway = false;
  };
}
