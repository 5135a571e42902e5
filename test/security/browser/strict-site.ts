import { type Backend, Site, strictPolicy } from '../../e2e/guest/site.js';

/** Somebody's website with one box on its page, under the strictest policy. */
export function openStrictSite(backend: Backend): Promise<Site> {
  const { api, socket } = backend;
  const html = `<!doctype html>
      <html lang="en">
        <meta charset="utf-8"><title>Strict</title><script src="/dist/chat-room.js"></script>
        <body><chat-room api="${api}" socket="${socket}" user-id="reader" name="Reader" lang="en"></chat-room></body>
      </html>`;
  return Site.open({ '/': { html, policy: strictPolicy(backend) } });
}
