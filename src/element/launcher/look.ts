import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RoomSource } from '../../client/index.js';
import type { RoomController } from '../room.js';
import { placeAt, timelineOf, unsentIn } from '../timeline.js';
import type { Unread } from '../unread.js';
import { readSeen, writeSeen } from './seen.js';

type Host = ReactiveControllerHost & { readonly api: string };

/** Remembers what was seen of a launcher's room, and counts what came since on an earlier page. */
export class Look implements ReactiveController {
  readonly #host: Host;
  readonly #room: RoomController;
  readonly #unread: Unread;
  readonly #isOpen: () => boolean;
  /** Whose news was counted. */
  #source: RoomSource | undefined;
  #seen = 0;

  constructor(host: Host, room: RoomController, unread: Unread, isOpen: () => boolean) {
    this.#host = host;
    this.#room = room;
    this.#unread = unread;
    this.#isOpen = isOpen;
    host.addController(this);
  }

  hostUpdated(): void {
    const { source } = this.#room;
    if (!source?.loaded) return;
    if (source !== this.#source) this.#begin(source);
    if (!this.#isOpen() || this.#unread.count > 0 || document.hidden) return;
    const timeline = timelineOf(source);
    const timestamp = timeline.at(-1 - unsentIn(timeline).length)?.timestamp ?? 0;
    if (timestamp <= this.#seen) return;
    this.#seen = timestamp;
    writeSeen(this.#host.api, source.id, { timestamp, user: source.user.id });
  }

  #begin(source: RoomSource): void {
    this.#source = source;
    const seen = readSeen(this.#host.api, source.id);
    this.#seen = seen?.timestamp ?? 0;
    if (!seen || this.#isOpen()) return;
    this.#unread.count = 0;
    const timeline = timelineOf(source);
    const end = timeline.length - unsentIn(timeline).length;
    for (let place = placeAt(timeline, seen.timestamp); place < end; place++) {
      const message = timeline.at(place);
      const isNews = message && message.timestamp > seen.timestamp && message.userId !== source.user.id;
      if (isNews && !message.deleted) this.#unread.arrived(message, false);
    }
  }
}
