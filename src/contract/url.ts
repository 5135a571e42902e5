import type { ConnectQuery, PageQuery } from './request.js';

/** `<api>/chat`, with the page's query when there is one. `api` may end in a slash or carry a stage path. */
export function chatUrl(api: string, query?: Partial<PageQuery>): string {
  return address(api, '/chat', { ...query });
}

/** The address of a room's socket. */
export function socketUrl(socket: string, query: ConnectQuery): string {
  return address(socket, '', { ...query });
}

function address(
  base: string,
  path: string,
  query: Record<string, string | number | boolean | undefined>,
): string {
  const url = new URL(base);
  url.pathname = url.pathname.replace(/\/+$/, '') + path;
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  // A space as %20: not every server reads a `+` in a query as one.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}
