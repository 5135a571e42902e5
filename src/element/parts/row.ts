import { html, nothing, type TemplateResult } from 'lit';
import type { Message } from '../../client/index.js';
import type { Avatars } from '../avatars.js';
import type { Countdown } from '../countdown.js';
import { timeOf } from '../dates.js';
import { icon } from '../icons.js';
import type { Language } from '../language.js';
import type { Strings } from '../languages/strings.js';
import type * as Links from '../links.js';
import { nameOf, senderOf } from '../names.js';
import type { Optional } from '../optional.js';
import { hueOf, initialOf } from '../person.js';
import { contentOf, type RenderMessage } from '../render-message.js';
import { moderates } from '../rights.js';
import type { RoomController } from '../room.js';
import type { MessageRow } from '../rows.js';
import type { Tools } from '../tools/tools.js';
import { renderText } from './text.js';

/** What the rows of a list have in common. */
export interface RowView {
  readonly room: RoomController;
  readonly language: Language;
  readonly tools: Optional<Tools>;
  readonly links: Optional<typeof Links>;
  readonly countdown: Countdown;
  readonly scroll: { readonly sought: number | undefined };
  readonly renderMessage: RenderMessage | undefined;
  readonly avatars: Avatars | undefined;
}

const HANGUL = /\p{Script=Hangul}/u;

/** One to three emoji and nothing else. */
const EMOJI = /^((\p{RI}{2}|\p{ExtPict}(\p{EMod}|\ufe0f|\u200d\p{ExtPict})*) ?){1,3}$/u;

/** One message. */
export function renderRow(row: MessageRow, view: RowView): TemplateResult {
  const { message, own, first, last } = row;
  const { status, error, deleted, editedAt } = message;
  const { words } = view.language;
  const kind = `${own ? 'own' : 'others'} ${first ? 'first ' : ''}${last ? 'last ' : ''}${deleted ? 'deleted ' : ''}${status}`;
  const isTroubled = status === 'failed' || (status === 'sending' && error);
  const sending = status === 'sending' ? renderSending(words) : nothing;
  const sought = view.scroll.sought === message.timestamp;
  // Whoever goes from row to row hears the name, then the text.
  const id = `text-${message.timestamp}`;
  return html`<div
    class="row ${kind}"
    part="row ${kind}"
    role="article"
    tabindex="-1"
    aria-label=${labelOf(row, view)}
    aria-describedby=${id}
    aria-current=${sought ? 'true' : nothing}
  >
    ${first ? renderHead(row, view) : nothing}
    <div class="bubble" part="bubble ${kind}">
      ${
        deleted
          ? html`<p class="text korean" part="text" id=${id}>${words.deleted}</p>`
          : contentOf(row, view, (shown) => renderParagraph(id, shown, view))
      }
      ${editedAt && !deleted ? html`<span class="edited" part="edited">${words.edited}</span>` : nothing}
      ${view.tools.loaded?.renderRowMenu(row, view.language)}
    </div>
    ${isTroubled ? renderTrouble(message, view) : sending}
  </div>`;
}

function renderParagraph(id: string, message: Message, { links }: RowView): TemplateResult {
  const { text } = message;
  const look = EMOJI.test(text) ? 'emoji' : HANGUL.test(text) ? 'korean' : '';
  return html`<p class="text ${look}" part="text" id=${id} dir="auto">${renderText(message, links)}</p>`;
}

function renderHead({ message, at, own }: MessageRow, view: RowView): TemplateResult {
  const { language, tools, room, avatars } = view;
  const time = html`<time part="time" datetime=${new Date(at).toISOString()}>${timeOf(at, language)}</time>`;
  if (own) {
    return html`<div class="head" part="head"><span class="unseen">${language.words.you}</span>${time}</div>`;
  }
  const { words } = language;
  const name = nameOf(message);
  const ban = renderBan(message, room, words);
  const avatar = avatars?.show(message.userId) ?? initialOf(name);
  return html`<span class="initial hue-${hueOf(message.userId)}" part="avatar" aria-hidden="true" inert>${avatar}</span>
    <div class="head" part="head">
      <bdi class="name" part="name" title=${name}>${name}</bdi>${renderMark(message, tools.loaded, words)}${ban}${time}
    </div>`;
}

/** Who wrote it and when, and what else the row says beside the text. */
function labelOf(row: MessageRow, { language, tools, room }: RowView): string {
  const { words } = language;
  const { message, at, own } = row;
  const { status, error, deleted, editedAt } = message;
  const mark = own ? undefined : markOf(message, tools.loaded);
  const said = [
    senderOf(row, words),
    mark && words[mark],
    !own && isBanned(message, room) && words.banned,
    timeOf(at, language),
    editedAt && !deleted && words.edited,
    status === 'sending' && (error ? words.waiting : words.sending),
    status === 'failed' && reasonOf(message, words),
  ];
  return said.filter(Boolean).join(', ');
}

/** How far the name can be trusted. */
function markOf(message: Message, tools: Tools | undefined) {
  if (message.role === 'moderator') return 'moderator';
  if (tools?.moderators.isCopiedBy(message)) return 'notModerator';
  return message.role === 'unverified' ? message.role : undefined;
}

function renderMark(message: Message, tools: Tools | undefined, words: Strings) {
  const mark = markOf(message, tools);
  switch (mark) {
    case 'moderator':
      return html`<span class="mark" part="mark moderator">${words[mark]}</span>`;
    case 'notModerator':
      return html`<span class="mark copied" part="mark copied">${icon('alert')}${words[mark]}</span>`;
    case 'unverified':
      return html`<span class="unverified" part="unverified" title=${words[mark]}>
        ${icon('question')}<span class="unseen">${words[mark]}</span>
      </span>`;
    default:
      return nothing;
  }
}

function renderBan(message: Message, room: RoomController, words: Strings) {
  return isBanned(message, room)
    ? html`<span class="mark banned" part="mark banned">${words.banned}</span>`
    : nothing;
}

/** For those who may lift it; nobody else knows of it. */
function isBanned({ userId }: Message, { source }: RoomController): boolean {
  return source?.banned?.includes(userId) === true && moderates(source);
}

function renderSending(words: Strings): TemplateResult {
  return html`<span class="sign" part="sign" title=${words.sending}>${icon('clock')}<span class="unseen">${words.sending}</span></span>`;
}

/** Under a message that was not sent: it waits for its next try, or, failed, for the user. */
function renderTrouble(message: Message, view: RowView): TemplateResult {
  const { id, status, error, retryAt } = message;
  const { room, countdown } = view;
  const { words } = view.language;
  const failed = status === 'failed';
  // Without a network it is the network's return that counts, whatever the clock says.
  const seconds = error?.code === 'network' ? 0 : countdown.secondsTo(retryAt);
  const waiting = seconds ? words.sendingIn(seconds) : words.waiting;
  return html`<div class="trouble" part="trouble">
    <span>${icon(failed ? 'alert' : 'clock')}${failed ? reasonOf(message, words) : waiting}</span>
    ${failed ? html`<button class="link" part="button" @click=${() => room.resend(id)}>${words.resend}</button>` : nothing}
    <button class="link" part="button" @click=${() => room.discard(id)}>${words.discard}</button>
  </div>`;
}

/** Why it was not sent. */
export function reasonOf({ error }: Message, { reasons, notes }: Strings): string {
  return (error && (reasons[error.code] ?? notes[error.code])) ?? reasons.other;
}
