import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Message, RoomSource } from '../client/index.js';
import type { RoomController } from './room.js';
import type { Row } from './rows.js';
import type { Tools } from './tools/tools.js';

/** What could not be loaded is asked for again, but not with each piece of news. */
const AGAIN_MS = 10_000;

type Host = ReactiveControllerHost & { readonly renderRoot: ParentNode };

/** Has the tools loaded for a room in which somebody has rights: most rooms never need them. */
export class Toolbox implements ReactiveController {
  tools: Tools | undefined;
  readonly #host: Host;
  readonly #room: RoomController;
  readonly #edit: (message: Message) => void;
  /** Not asked for before, by the clock that only goes on. */
  #until = 0;

  constructor(host: Host, room: RoomController, edit: (message: Message) => void) {
    this.#host = host;
    this.#room = room;
    this.#edit = edit;
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.#room.source?.rights) void this.#need();
  }

  /** Sees who wrote these messages. */
  meet(source: RoomSource, rows: readonly Row[]): void {
    if (this.tools) this.tools.meet(source, rows);
    else if (rows.some((row) => row.kind === 'message' && row.message.role === 'moderator'))
      void this.#need();
  }

  async #need(): Promise<void> {
    if (this.tools || performance.now() < this.#until) return;
    this.#until = Number.POSITIVE_INFINITY;
    try {
      const { Tools } = await import('./tools/tools.js');
      this.tools = new Tools(this.#host, this.#room, this.#edit);
      this.#host.requestUpdate();
    } catch {
      // Without them everybody reads and writes as before.
      this.#until = performance.now() + AGAIN_MS;
    }
  }
}
