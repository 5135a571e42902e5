import { html, nothing, type TemplateResult } from 'lit';
import type { RoomSource, RoomStatus } from '../../client/index.js';
import type { Strings } from '../strings.js';

/** A line of words while the connection is not there, with what the user can do about it. */
export function renderOutage(
  source: RoomSource,
  seconds: number,
  words: Strings,
): TemplateResult | typeof nothing {
  const text = outageOf(source.status, seconds, words);
  // A room without messages says it in their place.
  if (!text || !source.loaded) return nothing;
  const reconnect = html`<button class="link" @click=${() => source.reconnect()}>${words.reconnect}</button>`;
  return html`<p class="outage">
    <span>${text}</span>${source.status.current === 'closed' ? nothing : reconnect}
  </p>`;
}

/** What is wrong with the connection; empty while it is there or on its way. */
export function outageOf({ current }: RoomStatus, seconds: number, words: Strings): string {
  switch (current) {
    case 'disconnected':
      return seconds > 0 ? words.retryingIn(seconds) : words.retrying;
    case 'failed':
      return words.failed;
    case 'closed':
      return words.closed;
    default:
      return '';
  }
}
