import { html, type TemplateResult } from 'lit';
import { partsOf } from '../links.js';

/** What was written, its links to be followed. It reaches the page as text only: there is no other binding for it here. */
export function renderText(text: string): string | readonly (string | TemplateResult)[] {
  const parts = partsOf(text);
  if (parts[0] === text) return text;
  return parts.map((part) =>
    typeof part === 'string'
      ? part
      : html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc">${part.text}</a>`,
  );
}
