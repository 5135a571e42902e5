import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../icons.js';
import type { AllStrings } from '../languages/strings.js';
import type { Menu, MenuItem, Opened } from './menu.js';

/** A press with the pointer leaves the focus where it is: a menu that lost it would be closed before the click comes. */
const keepFocus = (event: Event): void => event.preventDefault();

/** A quiet button, named `label`, and the menu that it opens; nothing where there is nothing to choose. */
export function renderMenu(
  menu: Menu,
  key: string,
  label: string,
  items: readonly MenuItem[],
  words: AllStrings,
): TemplateResult | typeof nothing {
  if (items.length === 0) return nothing;
  const opened = menu.opened?.key === key ? menu.opened : undefined;
  const toggle = ({ currentTarget }: Event) => menu.toggle(key, currentTarget as HTMLElement);
  return html`<div
    class="menu-place"
    @mousedown=${keepFocus}
    @focusout=${menu.onFocusout}
    @keydown=${menu.onKeydown}
  >
    <button
      class="more"
      part="more"
      aria-label=${label}
      aria-haspopup="menu"
      aria-expanded=${opened !== undefined}
      @click=${toggle}
    >
      ${icon('more')}
    </button>
    ${opened ? renderOpened(menu, opened, items, words) : nothing}
  </div>`;
}

function renderOpened(menu: Menu, { up, asking }: Opened, items: readonly MenuItem[], words: AllStrings) {
  const question = asking?.question;
  return html`<div class="menu ${up ? 'up' : ''}" part="menu" role="menu" aria-label=${question ?? words.more}>
    ${question ? html`<p part="question" aria-hidden="true">${question}</p>` : nothing}
    ${(asking ? [asking, { label: words.cancel, run() {} }] : items).map((item) => renderItem(menu, item))}
  </div>`;
}

function renderItem(menu: Menu, item: MenuItem): TemplateResult {
  const { label, checked } = item;
  return html`<button
    part="item"
    role=${checked === undefined ? 'menuitem' : 'menuitemradio'}
    tabindex="-1"
    aria-checked=${checked ?? nothing}
    @click=${() => menu.choose(item)}
  >
    ${label}${checked ? icon('check') : nothing}
  </button>`;
}
