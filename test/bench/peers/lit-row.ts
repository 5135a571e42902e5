import { html, type TemplateResult } from 'lit';
import type { Message } from '../../../src/client/index.js';
import { timeOf } from './time.js';

/** The rows of `plain`, in Lit. */
export function litRow({ name, timestamp, text }: Message): TemplateResult {
  return html`<div class="row"><span class="initial">${name.slice(0, 1)}</span><div class="body"><div class="head"><span class="name">${name}</span><time>${timeOf(timestamp)}</time></div><p class="text">${text}</p></div></div>`;
}
