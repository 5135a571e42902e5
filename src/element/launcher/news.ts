import { readSeen } from './seen.js';

/** Beyond that nobody is told how many. */
const MOST = 200;

/**
 * How many messages of others came since this browser last saw the room; 0 where it never did, and nothing is asked then. Rejects where the
 * backend does not answer as it should.
 */
export async function countNews(api: string, room: string, token: string | null): Promise<number> {
  const seen = readSeen(api, room);
  if (!seen) return 0;
  const url = new URL(api);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat`;
  url.search = `?room_id=${encodeURIComponent(room)}&after=${seen.timestamp}&limit=${MOST}`;
  const headers: HeadersInit = token ? { Authorization: `Bearer ${token}` } : {};
  const items: unknown = await (await fetch(url, { headers, credentials: 'omit' })).json();
  return (items as { readonly user_id: unknown }[]).filter(({ user_id }) => user_id !== seen.user).length;
}
