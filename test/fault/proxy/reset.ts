import type { Socket } from 'node:net';

/** Ends a TCP connection with a reset. One that is ending already cannot be reset: Node would keep its handle for ever. */
export function reset(tcp: Socket): void {
  if (tcp.writableEnded) tcp.destroy();
  else tcp.resetAndDestroy();
}
