import { html, nothing, type TemplateResult } from 'lit';
import type { RoomSource } from '../../client/index.js';
import { timeOf } from '../dates.js';
import { icon } from '../icons.js';
import type { Language } from '../language.js';
import { hueOf, initialOf } from '../person.js';
import type { MessageRow } from '../rows.js';
import type { Strings } from '../strings.js';

const HANGUL = /\p{Script=Hangul}/u;

/** One message. Its text reaches the page as text only: there is no other binding for it here. */
export function renderRow(row: MessageRow, source: RoomSource, language: Language): TemplateResult {
  const { message, own, first, last } = row;
  const { status, text } = message;
  const place = `${own ? 'own ' : ''}${first ? 'first ' : ''}${last ? 'last ' : ''}`;
  return html`<div class="row ${place}${status}">
    ${first ? renderHead(row, language) : nothing}
    <div class="bubble"><p class="text ${HANGUL.test(text) ? 'korean' : ''}" dir="auto">${text}</p></div>
    ${status === 'sending' ? renderSending(language.words) : nothing}
    ${status === 'failed' ? renderFailure(row, source, language.words) : nothing}
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

function renderFailure({ message }: MessageRow, source: RoomSource, words: Strings): TemplateResult {
  const { id, error } = message;
  // The row says itself whether the new try failed.
  const retry = () => void source.retry(id).catch(() => {});
  return html`<div class="failure">
    ${icon('alert')}<span>${words.reasons[error?.code ?? 'other'] ?? words.reasons.other}</span>
    <button class="link" @click=${retry}>${words.resend}</button>
    <button class="link" @click=${() => source.discard(id)}>${words.discard}</button>
  </div>`;
}
