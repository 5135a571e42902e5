import type { TemplateResult } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import type { Message } from '../client/index.js';
import type { Language } from './language.js';
import type { MessageRow } from './rows.js';

/** How a message stands in the list. */
export interface MessagePlace {
  readonly own: boolean;
  /** Whether it starts, and whether it ends, a group of one sender's. */
  readonly first: boolean;
  readonly last: boolean;
  /** That of the box, as a locale for `Intl`. */
  readonly language: string;
}

/**
 * Makes what stands in a message's bubble in place of its text: a node, a template of Lit's `html`, or other text, which is shown as text, never
 * as HTML. Undefined leaves it as it is. It is asked of each message that is laid out and not deleted, and again when that message, its place or
 * the language changes. What it throws is reported, and the message shown as it is.
 */
export type RenderMessage = (
  message: Message,
  place: MessagePlace,
) => Node | TemplateResult | string | undefined;

interface Rendering {
  readonly language: Language;
  readonly renderMessage: RenderMessage | undefined;
}

class Content extends Directive {
  #asked: readonly unknown[] = [];
  #made: Node | TemplateResult | undefined;
  /** What is said where nothing was made: the message, or it with another text. */
  #said: Message | undefined;

  render(
    { message, own, first, last }: MessageRow,
    { language: { locale }, renderMessage }: Rendering,
    show: (message: Message) => unknown,
  ): unknown {
    const asked = [renderMessage, message, first, last, locale];
    if (asked.some((part, index) => part !== this.#asked[index])) {
      this.#asked = asked;
      this.#made = undefined;
      this.#said = message;
      try {
        const made = renderMessage?.(message, { own, first, last, language: locale });
        if (typeof made === 'string') this.#said = { ...message, text: made };
        else this.#made = made;
      } catch (error) {
        reportError(error);
      }
    }
    return this.#made ?? show(this.#said ?? message);
  }
}

/** What the page makes of a row's message, asked once; where that is text, what `show` makes of it. */
export const contentOf = directive(Content);
