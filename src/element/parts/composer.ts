import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Draft } from '../draft.js';
import { icon } from '../icons.js';
import type { Strings } from '../strings.js';

/** From here on the text's length is told. */
const COUNTED = 200;

/** Where one types. `send` is called for the button and for Enter. */
export function renderComposer(draft: Draft, words: Strings, send: () => void): TemplateResult {
  const { text, left, told } = draft;
  const hint = hintOf(draft, words);
  const invalid = left < 0 || told === 'unsendable';
  const wrong = invalid || told === 'outbox_full';
  const input = (event: InputEvent) => draft.type((event.target as HTMLTextAreaElement).value);
  const keydown = (event: KeyboardEvent) => {
    keep(event);
    if (!isSend(event)) return;
    event.preventDefault();
    send();
  };
  const click = (event: Event) => {
    send();
    (event.currentTarget as HTMLElement).parentElement
      ?.querySelector('textarea')
      ?.focus({ preventScroll: true });
  };
  return html`<div class="composer">
    <p class="hint ${wrong ? 'wrong' : ''}" id="hint" role="status">${hint}</p>
    <div class="field">
      <div class="grow" data-text=${text}>
        <textarea
          rows="1"
          dir="auto"
          enterkeyhint="send"
          aria-label=${words.message}
          aria-describedby="hint"
          aria-invalid=${invalid ? 'true' : nothing}
          placeholder=${words.placeholder}
          .value=${live(text)}
          @input=${input}
          @keydown=${keydown}
          @keyup=${keep}
          @keypress=${keep}
        ></textarea>
      </div>
      <button class="send" aria-label=${words.send} ?disabled=${!draft.sendable} @click=${click}>
        ${icon('arrowUp')}
      </button>
    </div>
  </div>`;
}

function hintOf({ left, told }: Draft, words: Strings): string {
  if (left < 0) return words.tooLong(-left);
  if (told) return words.notes[told];
  return left <= COUNTED ? words.left(left) : '';
}

/**
 * Enter, unless it only ends a Korean syllable or the like. Safari ends the composition before the key comes: there
 * `isComposing` is already false, and key code 229 is all that tells.
 */
function isSend(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

/** Typing is no shortcut of the page around: outside, the event would seem to come from an element that is no text field. */
function keep(event: KeyboardEvent): void {
  const pages = event.ctrlKey || event.metaKey || event.key === 'Escape' || event.key === 'Tab';
  if (!pages) event.stopPropagation();
}
