/*! Icons: Lucide (https://lucide.dev), ISC License, (c) Lucide Icons and Contributors; parts from Feather, MIT License, (c) Cole Bemis */
import { html, type TemplateResult } from 'lit';
import { CHAT } from './launcher/glyph.js';

const PATHS = {
  arrowUp: 'm5 12 7-7 7 7M12 19V5',
  arrowDown: 'M12 5v14m7-7-7 7-7-7',
  alert: 'M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M12 8v4M12 16h.01',
  clock: 'M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M12 6v6l4 2',
  chat: CHAT,
  close: 'M18 6 6 18M6 6l12 12',
  check: 'M20 6 9 17l-5-5',
  more: 'M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0m7 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0M4 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0',
  question: 'M2 12a10 10 0 1 0 20 0a10 10 0 1 0-20 0M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3M12 17h.01',
} as const;

/** One glyph in the colour of the text around it; the text, not the glyph, says what it means. */
export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`<svg class="icon" part="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}
