import { html, nothing, type TemplateResult } from 'lit';
import type { RoomSource } from '../../client/index.js';
import { dayOf } from '../dates.js';
import { icon } from '../icons.js';
import { keyed } from '../keyed.js';
import type { Keys } from '../keys.js';
import type { Strings } from '../languages/strings.js';
import type { Row } from '../rows.js';
import type { ScrollController } from '../scroll.js';
import { timelineOf } from '../timeline.js';
import { renderGap } from './gap.js';
import { isShown, outageOf, renderReconnect } from './outage.js';
import { type RowView, renderRow } from './row.js';

interface ListView extends RowView {
  readonly source: RoomSource;
  readonly scroll: ScrollController;
  readonly keys: Keys;
  /** How many messages came further down that nobody has seen. */
  readonly unread: number;
}

/** The room's log, what stands above its first message, and the way back to its end. */
export function renderList(view: ListView): TemplateResult {
  const { room, source, scroll, keys, language, tools, links, countdown } = view;
  const { words } = language;
  const { loaded, rights, banned, settings } = source;
  const made = [
    source,
    scroll.rows,
    scroll.sought,
    room.fills,
    rights,
    banned,
    settings,
    countdown.resends.join(),
    tools.loaded,
    view.renderMessage,
    view.avatars?.originals,
    tools.loaded?.menu.opened,
    links.loaded,
    language,
    new Date().toDateString(),
  ];
  const isRuled =
    rights || scroll.rows.some((row) => row.kind === 'message' && row.message.role === 'moderator');
  if (isRuled) tools.need()?.moderators.meet(source, scroll.rows);
  return html`<div class="frame" part="frame">
    <div
      class="list"
      part="list"
      role="log"
      aria-live="off"
      tabindex="0"
      aria-label=${words.list}
      aria-busy=${!loaded && source.status.current === 'connecting'}
      @scroll=${scroll.onScroll}
      @keydown=${keys.onKeydown}
    >
      <div class="rows" part="rows">
        ${scroll.atStart ? renderTop(view) : nothing}
        ${keyed(made, scroll.rows, (row) => renderLine(row, view))}
      </div>
    </div>
    ${scroll.atEnd ? nothing : renderLatest(view)}
  </div>`;
}

function renderLine(row: Row, list: ListView): TemplateResult {
  const { room, language } = list;
  switch (row.kind) {
    case 'day':
      return html`<p class="day" part="day">${dayOf(row.at, language)}</p>`;
    case 'unread':
      return html`<p class="unread" part="unread">${language.words.unread}</p>`;
    case 'gap':
      return renderGap(row.gap, room, language.words);
    case 'message':
      return renderRow(row, list);
  }
}

function renderTop({ room, source, language: { words }, countdown }: ListView) {
  if (!isShown(source)) {
    const outage = outageOf(source.status, countdown, words);
    if (!outage) return renderPlaceholders(words);
    return html`<div class="notice" part="notice">
      ${icon('alert')}<strong part="heading">${words.historyFailed}</strong><span part="words">${outage}</span>
      ${renderReconnect(source, words)}
    </div>`;
  }
  if (room.olderFailed) {
    return html`<p class="older" part="older">
      ${words.olderFailed} <button class="link" part="button" @click=${() => room.retryOlder()}>${words.retry}</button>
    </p>`;
  }
  if (source.loaded && source.hasOlder) return renderPlaceholders(words);
  if (timelineOf(source).length > 0) return nothing;
  return html`<div class="notice" part="notice">
    <slot name="empty">
      ${icon('chat')}<strong part="heading">${words.empty}</strong><span part="words">${words.invitation}</span>
    </slot>
  </div>`;
}

/** Rows without words, of the heights that rows have. */
function renderPlaceholders(words: Strings): TemplateResult {
  return html`<div class="placeholders" part="placeholders">
    <span class="unseen">${words.loading}</span><i part="placeholder"></i><i part="placeholder"></i><i part="placeholder"></i>
  </div>`;
}

function renderLatest({ unread, scroll, language: { words } }: ListView): TemplateResult {
  const text = unread > 0 ? words.newMessages(unread) : nothing;
  return html`<button class="latest" part="latest" aria-label=${unread > 0 ? nothing : words.latest} @click=${scroll.toEnd}>
    ${icon('arrowDown')}${text}
  </button>`;
}
