import {
  LIMITS,
  NEXT_HEADER,
  offeredToken,
  offersProtocol,
  PROTOCOL,
  parseClientFrame,
  parseConnectQuery,
  parsePageQuery,
  parsePutRequest,
  WireError,
} from '../contract/index.js';
import type { Broadcast } from './broadcast.js';
import { allot } from './budget.js';
import { Connections } from './connections.js';
import type { Errand } from './errands.js';
import type { Fanout } from './fanout.js';
import { Heads } from './heads.js';
import { header, notListed, readBody, rest } from './http.js';
import { Log } from './log.js';
import { Pages } from './pages.js';
import type { Policy } from './policy.js';
import { report } from './report.js';
import { frames, lifecycle } from './socket.js';
import { type Store, within } from './store.js';

/*
 * The functions, made of what they stand on: `chat/` gives them AWS, a test what it likes.
 */

/** What the database may take of Lambda's 10 s; whoever asked is then told to come again. */
const BUDGET_MS = 6_000;

/** `GET /chat`: a page of a room's messages, oldest first. */
export const get = (store: Store, policy: Policy) =>
  rest(policy, async ({ queryStringParameters }, caller) => {
    const query = parsePageQuery(queryStringParameters);
    caller.demand('read', query.room_id);
    const { items, next } = await new Pages(timed(store)).read(query);
    return { body: items, headers: next === undefined ? {} : { [NEXT_HEADER]: String(next) } };
  });

/** `PUT /chat`: stores a message once, tells the room, answers the stored item. */
export const put = (store: Store, broadcast: Broadcast, policy: Policy) =>
  rest(policy, async (event, caller) => {
    const request = parsePutRequest(readBody(event));
    if ('kind' in request) throw new WireError('forbidden', 'unable to change anything; not built yet');
    caller.demand('write', request.room_id, request);
    const appended = await new Log(timed(store)).append(request);
    await broadcast.send(appended);
    return { body: appended.item };
  });

/** `$connect`: enters the connection into its room. */
export const onConnect = (store: Store, { gate, origins }: Policy) =>
  lifecycle(async (event) => {
    if (!origins.admitsSocket(header(event, 'origin'))) throw notListed();
    const offers = header(event, 'sec-websocket-protocol') ?? '';
    const caller = await gate.identify(offeredToken(offers));
    const query = parseConnectQuery(event.queryStringParameters);
    caller.demand('read', query.room_id, query);
    await new Connections(timed(store)).add(event.requestContext.connectionId, query);
    return offersProtocol(offers) ? { 'Sec-WebSocket-Protocol': PROTOCOL } : undefined;
  });

/** `$disconnect`: takes the connection out of its room. */
export const onDisconnect = (store: Store) =>
  lifecycle(async ({ requestContext }) => {
    await new Connections(timed(store)).remove(requestContext.connectionId);
    return undefined;
  });

/** `$default`: answers a ping with where the room's log ends, so that the client knows whether it lacks something. */
export const onMessage = (store: Store, { gate }: Policy) =>
  frames(async ({ body, requestContext }) => {
    if (Buffer.byteLength(body ?? '') > LIMITS.frameBytes) {
      throw new WireError(
        'body_too_large',
        `unable to read the frame; the limit is ${LIMITS.frameBytes} bytes`,
      );
    }
    const frame = parseClientFrame(body);
    if (frame.action === 'token') await gate.identify(frame.token);
    const timedStore = timed(store);
    const room = await new Connections(timedStore).room(requestContext.connectionId);
    if (room === undefined) {
      throw new WireError('not_connected', 'unable to answer; this connection is in no room; connect again');
    }
    return { type: 'pong', head: await new Heads(timedStore).find(room) };
  });

/** Runs an errand that another invocation gave away. Never throws: Lambda would run it again. */
export const fanout = (work: Fanout) => (errand: Errand) =>
  work.run(errand).catch((error: unknown) => report('errand_failed', error));

function timed(store: Store): Store {
  return within(store, allot(BUDGET_MS));
}
