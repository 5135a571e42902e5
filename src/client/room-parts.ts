import type { Put } from './changes.js';
import type { Copy } from './copy.js';
import type { Line } from './feed.js';
import type { History } from './history.js';
import type { Outbox } from './outbox.js';
import type { User } from './room-source.js';
import type { SocketListener } from './socket.js';
import type { TokenSource } from './token-source.js';

/** What a room is made of. */
export interface RoomParts {
  readonly id: string;
  readonly user: User;
  readonly history: History;
  readonly outbox: Outbox;
  readonly copy: Copy;
  readonly tokens: TokenSource | undefined;
  readonly put: Put;
  /** So many messages are held; of more, what is far from the end and from `reading` is let go. */
  readonly kept: number;
  connect(listener: SocketListener): Line;
  /** One user let go; true when it was the last. */
  release(): boolean;
}
