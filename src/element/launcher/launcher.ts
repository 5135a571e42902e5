import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons.js';
import type { Strings } from '../languages/strings.js';

export { launcherStyles } from './styles.js';

/** A floating button and the panel it opens. */
export function renderLauncher(
  open: boolean,
  unread: number,
  words: Strings,
  toggle: () => void,
  panel: TemplateResult,
): TemplateResult {
  const label = open ? words.closeChat : words.openChat;
  const count = unread > 99 ? '99+' : unread;
  return html`${panel}<button
      class="launcher"
      part="launcher"
      aria-expanded=${open}
      aria-label=${unread > 0 && !open ? `${label}, ${words.newMessages(unread)}` : label}
      @click=${toggle}
    >
      ${icon(open ? 'close' : 'chat')}${unread > 0 && !open ? html`<span class="count" part="count">${count}</span>` : nothing}
    </button>`;
}
