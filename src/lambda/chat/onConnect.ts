import { parseConnectQuery } from '../../contract/index.js';
import { Connections } from '../connections.js';
import { lifecycle } from '../socket.js';
import { createStore } from '../store.js';

const connections = new Connections(createStore());

/** `$connect`: enters the connection into its room. */
export const handler = lifecycle(async ({ queryStringParameters, requestContext }) => {
  await connections.add(requestContext.connectionId, parseConnectQuery(queryStringParameters));
});
