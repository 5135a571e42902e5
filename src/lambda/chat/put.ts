import { parsePutRequest } from '../../contract/index.js';
import { Broadcast } from '../broadcast.js';
import { Connections } from '../connections.js';
import { env } from '../env.js';
import { json, readBody, rest } from '../http.js';
import { Log } from '../log.js';
import { createStore } from '../store.js';

const store = createStore();
const log = new Log(store);
const broadcast = new Broadcast(new Connections(store), env.connectionsEndpoint);

/** `PUT /chat`: stores a message once, tells the room, answers the stored item. */
export const handler = rest(async (event) => {
  const { item, fresh } = await log.append(parsePutRequest(readBody(event)));
  await broadcast.send(item.room_id, fresh ? item : { type: 'again', item });
  return json(200, item);
});
