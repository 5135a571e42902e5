import { html, nothing, type TemplateResult } from 'lit';
import type { RoomSource, RoomStatus } from '../../client/index.js';
import type { Countdown } from '../countdown.js';
import type { Strings } from '../languages/strings.js';
import { timelineOf } from '../timeline.js';

/** A line of words while the connection is not there, with what the user can do about it. */
export function renderOutage(
  source: RoomSource,
  countdown: Countdown,
  words: Strings,
): TemplateResult | typeof nothing {
  const text = outageOf(source.status, countdown, words);
  // A room of which there is nothing to show says it in the list's place.
  if (!text || !isShown(source)) return nothing;
  return html`<p class="outage" part="outage"><span>${text}</span>${renderReconnect(source, words)}</p>`;
}

export function renderReconnect(source: RoomSource, words: Strings): TemplateResult | typeof nothing {
  if (source.status.current === 'closed') return nothing;
  return html`<button class="link" part="button" @click=${() => source.reconnect()}>${words.reconnect}</button>`;
}

/** Whether there is something of the room to show: its newest page, or what this device kept of it. */
export function isShown(source: RoomSource): boolean {
  return source.loaded || timelineOf(source).at(0)?.status === 'sent';
}

/** What is wrong with the connection; empty while it is there or on its way. */
export function outageOf(status: RoomStatus, countdown: Countdown, words: Strings): string {
  const { current, previous, retryAt } = status;
  switch (current) {
    case 'connecting':
      // A try that follows a failed one changes nothing until it succeeds: the line, and the focus in it, stay.
      return previous === 'disconnected' || previous === 'failed' ? words.retrying : '';
    case 'disconnected': {
      if (retryAt === undefined) return words.offline;
      const seconds = countdown.secondsTo(retryAt);
      return seconds > 0 ? words.retryingIn(seconds) : words.retrying;
    }
    case 'failed':
    case 'closed':
      return endOf(status, words);
    default:
      return '';
  }
}

/** Why there is no connection, and will be none by itself. */
export function endOf({ current, error }: RoomStatus, { notes, failed, closed }: Strings): string {
  return current === 'closed' ? closed : ((error && notes[error.code]) ?? failed);
}
