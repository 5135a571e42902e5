import '@lit-labs/virtualizer';
import type { LitVirtualizer } from '@lit-labs/virtualizer';
import { html, type TemplateResult } from 'lit';
import { LitList, LitPeer } from './lit-list.js';
import { litRow } from './lit-row.js';

/** Lit's own virtualizer, as its documentation says. */
class LitVirtual extends LitList {
  override get scroller(): LitVirtualizer {
    return this.querySelector('lit-virtualizer') as LitVirtualizer;
  }

  override async toEnd(): Promise<void> {
    // Before that the list is as high as it was, and cannot scroll to what is new.
    await this.scroller.layoutComplete;
    this.scroller.element(this.messages.length - 1)?.scrollIntoView({ block: 'end' });
  }

  protected override render(): TemplateResult {
    return html`<lit-virtualizer class="list" scroller .items=${this.messages} .renderItem=${litRow}></lit-virtualizer>`;
  }
}

customElements.define('lit-virtual', LitVirtual);
window.peer = new LitPeer(new LitVirtual());
