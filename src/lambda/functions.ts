import type { Context } from 'aws-lambda';
import {
  CHANGES,
  type ChangeRequest,
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
import type { Caller } from './caller.js';
import { Connections } from './connections.js';
import { Crowds } from './crowds.js';
import type { Errand } from './errands.js';
import type { Fanout } from './fanout.js';
import { FrameRates } from './frame-rates.js';
import { Heads, headOf, settingsOf } from './heads.js';
import { header, notListed, readBody, rest } from './http.js';
import { joinRate } from './limits.js';
import { Log } from './log.js';
import { Members } from './members.js';
import { Pages } from './pages.js';
import type { Policy } from './policy.js';
import { report, withRequest } from './report.js';
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
    const timedStore = timed(store);
    await admit(timedStore, caller, query.room_id);
    const { items, next } = await new Pages(timedStore).read(query);
    return { body: items, headers: next === undefined ? {} : { [NEXT_HEADER]: String(next) } };
  });

/** `PUT /chat`: stores a message, or a change, once, tells the room, answers the stored item. */
export const put = (store: Store, broadcast: Broadcast, policy: Policy) =>
  rest(policy, async (event, caller) => {
    const request = parsePutRequest(readBody(event));
    const { room_id } = request;
    const moderates = caller.moderates(room_id);
    if ('kind' in request) demandChange(caller, request);
    else caller.demand('write', room_id, request);
    const writer = { moderates, role: caller.role(room_id) };
    const appended = await new Log(timed(store), policy).append(request, writer);
    await broadcast.send(appended);
    return { body: appended.item };
  });

/** `$connect`: enters the connection into its room. */
export const onConnect = (store: Store, { gate, origins, limits }: Policy) => {
  const rate = joinRate(limits);
  const crowds = new Crowds(limits.connections);
  return lifecycle(async (event) => {
    if (!origins.admitsSocket(header(event, 'origin'))) throw notListed();
    const offers = header(event, 'sec-websocket-protocol') ?? '';
    const caller = await gate.identify(offeredToken(offers));
    const query = parseConnectQuery(event.queryStringParameters);
    const { room_id, user_id } = query;
    caller.demand('read', room_id, query);
    const timedStore = timed(store);
    const connections = new Connections(timedStore);
    await new Members(timedStore).enter(query, rate);
    await crowds.demand(connections, room_id, user_id, store.now());
    const { connectionId: connection_id } = event.requestContext;
    await connections.add({ connection_id, room_id, user_id, ...ending(caller) });
    return offersProtocol(offers) ? { 'Sec-WebSocket-Protocol': PROTOCOL } : undefined;
  });
};

/** `$disconnect`: takes the connection out of its room. */
export const onDisconnect = (store: Store) =>
  lifecycle(async ({ requestContext }) => {
    await new Connections(timed(store)).remove(requestContext.connectionId);
    return undefined;
  });

/**
 * `$default`: answers a ping with where the room's log ends, so that the client knows whether it lacks something, and lets the
 * connection go on under a new token.
 */
export const onMessage = (store: Store, { gate, limits }: Policy) => {
  const rates = new FrameRates(limits.frames);
  return frames(async ({ body, requestContext }) => {
    if (!rates.admits(requestContext.connectionId, store.now())) {
      throw new WireError('rate_limited', 'unable to answer; this connection sends too much; send less');
    }
    if (Buffer.byteLength(body ?? '') > LIMITS.frameBytes) {
      throw new WireError(
        'body_too_large',
        `unable to read the frame; the limit is ${LIMITS.frameBytes} bytes`,
      );
    }
    const frame = parseClientFrame(body);
    const timedStore = timed(store);
    const connections = new Connections(timedStore);
    const connection = await connections.find(requestContext.connectionId);
    if (!connection) throw notConnected();
    const { room_id } = connection;
    if (frame.action === 'token') {
      const caller = await gate.identify(frame.token);
      caller.demand('read', room_id, { user_id: connection.user_id });
      await admit(timedStore, caller, room_id);
      const { expires_at } = caller;
      const isThere =
        expires_at === undefined || (await connections.extend(connection.connection_id, expires_at));
      if (!isThere) throw notConnected();
      return { type: 'token' };
    }
    if (connections.hasEnded(connection)) {
      throw new WireError('unauthorized', 'unable to answer; the token of this connection has ended');
    }
    const row = await new Heads(timedStore).look(room_id, true);
    return { type: 'pong', head: headOf(row), settings: settingsOf(row) };
  });
};

/** Runs an errand that another invocation gave away. Never throws: Lambda would run it again. */
export const fanout = (work: Fanout) => (errand: Errand, context?: Context) =>
  withRequest(context, () => work.run(errand).catch((error: unknown) => report('errand_failed', error)));

function timed(store: Store): Store {
  return within(store, allot(BUDGET_MS));
}

/** Whom a moderator shut out stays out. Where nobody is known nobody can be. Throws `banned`. */
async function admit(store: Store, { user_id }: Caller, room_id: string): Promise<void> {
  if (user_id !== undefined) await new Members(store).demand({ room_id, user_id });
}

/** Throws `forbidden`. */
function demandChange(caller: Caller, change: ChangeRequest): void {
  if (caller.user_id === undefined) {
    const reason = 'this chat is open, so nobody is known to be who they say';
    throw new WireError('forbidden', `unable to change anything; ${reason}`);
  }
  const { room_id, kind } = change;
  const needs = CHANGES[kind];
  const isOwn = needs === 'own' || (needs === 'own or moderate' && !caller.moderates(room_id));
  caller.demand(isOwn ? 'write' : 'moderate', room_id, change);
}

function ending({ expires_at }: Caller): { readonly token_expires_at?: number } {
  return expires_at === undefined ? {} : { token_expires_at: expires_at };
}

function notConnected(): WireError {
  return new WireError('not_connected', 'unable to answer; this connection is in no room; connect again');
}
