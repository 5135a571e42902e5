import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons.js';
import type { Language } from '../language.js';

export { Look } from './look.js';
export { panelStyles } from './panel-styles.js';
export { launcherStyles } from './styles.js';

/** A floating button and the panel it opens; before the panel, since on a phone it stands in its header. */
export function renderLauncher(
  open: boolean,
  unread: number,
  { words, dir }: Language,
  toggle: () => void,
  panel: TemplateResult,
): TemplateResult {
  const label = open ? words.closeChat : words.openChat;
  const count = unread > 99 ? '99+' : unread;
  return html`<button
      class="launcher"
      part="launcher"
      dir=${dir}
      aria-expanded=${open}
      aria-label=${unread > 0 && !open ? `${label}, ${words.newMessages(unread)}` : label}
      @click=${toggle}
    >
      ${icon(open ? 'close' : 'chat')}${unread > 0 && !open ? html`<span class="count" part="count">${count}</span>` : nothing}</button
    >${panel}`;
}
