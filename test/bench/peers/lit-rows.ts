import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { LitList, LitPeer } from './lit-list.js';
import { litRow } from './lit-row.js';

/** Lit alone, with every row there is. */
class LitRows extends LitList {
  override get scroller(): HTMLElement {
    return this.querySelector('.list') as HTMLElement;
  }

  override async toEnd(): Promise<void> {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  protected override render(): TemplateResult {
    return html`<div class="list">${repeat(this.messages, ({ id }) => id, litRow)}</div>`;
  }
}

customElements.define('lit-rows', LitRows);
window.peer = new LitPeer(new LitRows());
