import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../client/index.js';
import { timeOf } from '../dates.js';
import { icon } from '../icons.js';
import type { Language } from '../language.js';
import { hueOf, initialOf } from '../person.js';
import type { RoomController } from '../room.js';
import type { MessageRow } from '../rows.js';
import type { Strings } from '../strings.js';

const HANGUL = /\p{Script=Hangul}/u;

/** One message. Its text reaches the page as text only: there is no other binding for it here. */
export function renderRow(row: MessageRow, room: RoomController, language: Language): TemplateResult {
  const { message, own, first, last } = row;
  const { status, text, error } = message;
  const { words } = language;
  const place = `${own ? 'own ' : ''}${first ? 'first ' : ''}${last ? 'last ' : ''}`;
  const isTroubled = status === 'failed' || (status === 'sending' && error);
  const sending = status === 'sending' ? renderSending(words) : nothing;
  return html`<div class="row ${place}${status}">
    ${first ? renderHead(row, language) : nothing}
    <div class="bubble"><p class="text ${HANGUL.test(text) ? 'korean' : ''}" dir="auto">${text}</p></div>
    ${isTroubled ? renderTrouble(message, room, words) : sending}
  </div>`;
}

function renderHead({ message, at, own }: MessageRow, language: Language): TemplateResult {
  const name = message.name || message.userId;
  const time = html`<time datetime=${new Date(at).toISOString()}>${timeOf(at, language)}</time>`;
  if (own) return html`<div class="head"><span class="unseen">${language.words.you}</span>${time}</div>`;
  return html`<span class="initial hue-${hueOf(message.userId)}" aria-hidden="true">${initialOf(name)}</span>
    <div class="head"><bdi class="name" title=${name}>${name}</bdi>${time}</div>`;
}

function renderSending(words: Strings): TemplateResult {
  return html`<span class="sign" title=${words.sending}>${icon('clock')}<span class="unseen">${words.sending}</span></span>`;
}

/** Under a message that was not sent: it waits for its next try, or, failed, for the user. */
function renderTrouble({ id, status, error }: Message, room: RoomController, words: Strings): TemplateResult {
  const failed = status === 'failed';
  const reason = words.reasons[error?.code ?? 'other'] ?? words.reasons.other;
  return html`<div class="trouble">
    ${icon(failed ? 'alert' : 'clock')}<span>${failed ? reason : words.waiting}</span>
    ${failed ? html`<button class="link" @click=${() => room.resend(id)}>${words.resend}</button>` : nothing}
    <button class="link" @click=${() => room.discard(id)}>${words.discard}</button>
  </div>`;
}
