/**
 * What a site's own server does: it knows its visitors, and signs what each of them may do in a room. Where this one takes their word
 * for who they are, yours has its log-in.
 */
import { randomUUID } from 'node:crypto';
import { json } from 'node:stream/consumers';
import { signRoomToken } from 'chat-room-element/server';

const VISITORS = [
  { id: 'minji', name: '민지', rights: ['read', 'write'] },
  { id: 'alex', name: 'Alex', rights: ['read', 'write', 'moderate'] },
];

const ROOM = 'members';

/** Answers what the pages of this site POST. The backend knows the public part of `key`, and the `issuer`. */
export function siteServer({ key, issuer }) {
  /** Visitors by the value of their cookie, which nobody guesses. */
  const sessions = new Map();

  function signIn({ id }) {
    const visitor = VISITORS.find((each) => each.id === id);
    if (!visitor) return { status: 404 };
    const session = randomUUID();
    sessions.set(session, visitor);
    const cookie = `session=${session}; Path=/; HttpOnly; SameSite=Strict`;
    return { status: 200, headers: { 'Set-Cookie': cookie }, body: { id, name: visitor.name } };
  }

  /** The page says which room. Who asks, and what they may do there, the site knows by itself. */
  async function signToken({ room }, cookie = '') {
    const visitor = sessions.get(/\bsession=([\w-]+)/.exec(cookie)?.[1]);
    if (!visitor) return { status: 401 };
    if (room !== ROOM) return { status: 403 };
    const token = await signRoomToken({ key, issuer, user: visitor, rooms: { [ROOM]: visitor.rights } });
    return { status: 200, body: { token } };
  }

  async function answer({ url, headers }, body) {
    if (url === '/sign-in') return signIn(body);
    if (url === '/chat-token') return signToken(body, headers.cookie);
    return { status: 404 };
  }

  return async (request, response) => {
    const body = await json(request).catch(() => undefined);
    const { status, headers, body: said = {} } = await answer(request, Object(body));
    const fixed = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
    response.writeHead(status, { ...fixed, ...headers }).end(JSON.stringify(said));
  };
}
