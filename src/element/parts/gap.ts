import { html, nothing, type TemplateResult } from 'lit';
import type { Gap } from '../../client/index.js';
import type { Strings } from '../languages/strings.js';
import type { RoomController } from '../room.js';

/** A line across the list where messages may be missing. Its button stays the same one, and so keeps the focus. */
export function renderGap(gap: Gap, room: RoomController, words: Strings): TemplateResult {
  const fill = room.fills.get(gap.after);
  const failed = fill === 'failed';
  const loading = fill === 'loading';
  return html`<div class="gap" part="gap">
    <p>
      ${loading ? nothing : `${failed ? words.historyFailed : words.gap} · `}
      <button class="link" part="button" aria-disabled=${loading} @click=${() => room.fill(gap)}>
        ${loading ? words.loading : failed ? words.retry : words.fill}
      </button>
    </p>
  </div>`;
}
