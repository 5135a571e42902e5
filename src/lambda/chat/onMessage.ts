import { LIMITS, parseClientFrame, WireError } from '../../contract/index.js';
import { Connections } from '../connections.js';
import { Heads } from '../heads.js';
import { frames } from '../socket.js';
import { createStore } from '../store.js';

const store = createStore();
const connections = new Connections(store);
const heads = new Heads(store);

/** `$default`: answers a ping with where the room's log ends, so that the client knows whether it lacks something. */
export const handler = frames(async ({ body, requestContext }) => {
  if (Buffer.byteLength(body ?? '') > LIMITS.frameBytes) {
    throw new WireError(
      'body_too_large',
      `unable to read the frame; the limit is ${LIMITS.frameBytes} bytes`,
    );
  }
  parseClientFrame(body);
  const room = await connections.room(requestContext.connectionId);
  if (room === undefined) {
    throw new WireError('not_connected', 'unable to answer; this connection is in no room; connect again');
  }
  return { type: 'pong', head: await heads.find(room) };
});
