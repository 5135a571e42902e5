import { html, type TemplateResult } from 'lit';
import type { Message } from '../../client/index.js';
import type * as Links from '../links.js';
import type { Optional } from '../optional.js';

/** What every link has in it. */
const HINT = /https?:|www\.|@/i;

/** What was written, its links to be followed. It reaches the page as text only: there is no other binding for it here. */
export function renderText(
  message: Message,
  links: Optional<typeof Links>,
): string | readonly (string | TemplateResult)[] {
  if (!HINT.test(message.text)) return message.text;
  const parts = links.need()?.partsIn(message) ?? [message.text];
  return parts.map((part) =>
    typeof part === 'string'
      ? part
      : html`<a part="link" href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc">${part.text}</a>`,
  );
}
