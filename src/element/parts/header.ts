import { html, type TemplateResult } from 'lit';
import type { RoomSource } from '../../client/index.js';
import type { Strings } from '../strings.js';

/** The room's name and how its connection is. */
export function renderHeader({ id, status }: RoomSource, words: Strings): TemplateResult {
  return html`<header class="header">
    <bdi class="title">${id}</bdi>
    <p class="state ${status.current}" role="status">${words.states[status.current]}</p>
  </header>`;
}
