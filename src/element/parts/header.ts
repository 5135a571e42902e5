import { html, type TemplateResult } from 'lit';
import type { RoomSource } from '../../client/index.js';
import type { Menu, MenuItem } from '../menu.js';
import type { Strings } from '../strings.js';
import { renderMenu } from './menu.js';

/** The room's name, how its connection is, and what a moderator may do with it. */
export function renderHeader(
  { id, status }: RoomSource,
  menu: Menu,
  actions: readonly MenuItem[],
  words: Strings,
): TemplateResult {
  return html`<header class="header">
    <bdi class="title">${id}</bdi>
    <p class="state ${status.current}" role="status">${words.states[status.current]}</p>
    ${renderMenu(menu, 'room', words.more, actions, words)}
  </header>`;
}
