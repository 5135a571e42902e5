import { html, type TemplateResult } from 'lit';
import type { RoomSource } from '../../client/index.js';
import type { Language } from '../language.js';
import type { Tools } from '../tools/tools.js';

/** The room's name, how its connection is, and what a moderator may do with it. */
export function renderHeader(
  { id, status }: RoomSource,
  language: Language,
  tools: Tools | undefined,
): TemplateResult {
  return html`<header class="header" part="header">
    <slot name="header">
      <bdi class="title" part="title">${id}</bdi>
      <p class="state ${status.current}" part="state ${status.current}">${language.words.states[status.current]}</p>
    </slot>
    ${tools?.renderRoomMenu(language)}
  </header>`;
}
