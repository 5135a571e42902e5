import { Connections } from '../connections.js';
import { lifecycle } from '../socket.js';
import { createStore } from '../store.js';

const connections = new Connections(createStore());

/** `$disconnect`: takes the connection out of its room. */
export const handler = lifecycle(async ({ requestContext }) => {
  await connections.remove(requestContext.connectionId);
});
