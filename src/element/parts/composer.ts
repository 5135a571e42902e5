import { html, nothing, type TemplateResult } from 'lit';
import type { Countdown } from '../countdown.js';
import type { Draft } from '../draft.js';
import { icon } from '../icons.js';
import type { Strings } from '../languages/strings.js';

/** From here on the text's length is told. */
const COUNTED = 200;

interface ComposerView {
  readonly draft: Draft;
  readonly countdown: Countdown;
  /** Seconds between two messages; 0 where this user need not wait. */
  readonly slow: number;
  readonly words: Strings;
  /** For the button and for Enter. */
  send(): void;
  /** Upwards, from where there is nothing to go through. */
  leave(): void;
}

/** Where one types: a message, or another text for one. */
export function renderComposer(view: ComposerView): TemplateResult {
  const { draft, countdown, words, send, leave } = view;
  const { text, left, told, editing } = draft;
  const seconds = countdown.secondsTo(draft.sendableAt);
  const invalid = left < 0 || told === 'unsendable';
  const wrong = invalid || (told && told !== 'storage_unavailable' && told !== 'under_way');
  const input = (event: InputEvent) => draft.type((event.target as HTMLTextAreaElement).value);
  const keydown = (event: KeyboardEvent) => {
    if (editing && event.key === 'Escape' && !isComposing(event)) {
      event.stopPropagation();
      draft.cancel();
    }
    if (event.key === 'ArrowUp' && !text && !isComposing(event)) {
      event.preventDefault();
      leave();
    }
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    // A key that is held was meant for what stood here when it was pressed.
    if (!event.repeat) send();
  };
  return html`<div class="composer" part="composer" @click=${focusText}>
    ${editing ? renderEditing(draft, words) : nothing}
    <p class="hint ${wrong ? 'wrong' : ''}" part="hint ${wrong ? 'wrong' : ''}" id="hint">${hintOf(view)}</p>
    <div class="field ${draft.bar ? 'barred' : ''}" part="field">
      <div class="grow">
        <span aria-hidden="true">${text} </span>
        <textarea
          part="textarea"
          rows="1"
          dir=${text ? 'auto' : nothing}
          enterkeyhint="send"
          aria-label=${editing ? words.editing : words.message}
          aria-describedby="hint"
          aria-invalid=${invalid ? 'true' : nothing}
          placeholder=${words.placeholder}
          @input=${input}
          @keydown=${keydown}
        ></textarea>
      </div>
      <button
        class="send"
        part="send"
        aria-label=${editing ? words.save : seconds ? `${words.send}, ${seconds}` : words.send}
        ?disabled=${!draft.sendable}
        @click=${send}
      >
        ${editing ? icon('check') : seconds || icon('arrowUp')}
      </button>
    </div>
  </div>`;
}

function renderEditing(draft: Draft, words: Strings): TemplateResult {
  return html`<div class="editing" part="editing">
    <span aria-hidden="true">${words.editing}</span>
    <button class="link" part="button" @click=${() => draft.cancel()}>${words.cancel}</button>
  </div>`;
}

/** A button beside the text leaves the focus to it. */
function focusText({ currentTarget, target }: Event): void {
  if (!(target as Element).closest('button')) return;
  (currentTarget as Element).querySelector('textarea')?.focus({ preventScroll: true });
}

function hintOf({ draft: { left, told, bar, editing }, slow, words }: ComposerView): string | undefined {
  if (left < 0) return words.tooLong(-left);
  if (told) return words.notes[told] ?? words.notes.other;
  if (bar) return bar === 'forbidden' ? words.readOnly : words.notes[bar];
  if (left <= COUNTED) return words.left(left);
  return slow && !editing ? words.slow(slow) : '';
}

/**
 * Whether the key only ends a Korean syllable or the like. Safari ends the composition before the key comes: there `isComposing` is already
 * false, and key code 229 is all that tells.
 */
function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
