import type { Message } from '../../../src/client/index.js';

/** A list of messages, as every peer offers it to the page's harness. Their texts are `.text`. */
export interface Peer {
  /** What scrolls; there is one from `mount` on. */
  readonly scroller: HTMLElement;
  /** How many of the messages it has read, where that is counted. */
  readonly reads?: number;
  /** Shows these, from their end. As all others it resolves when the list says that it is done. */
  mount(box: HTMLElement, messages: readonly Message[]): Promise<unknown>;
  /** A message arrives. A list that is at its end stays there. */
  append(message: Message): Promise<unknown>;
  /** A page of older ones comes before the first. */
  prepend(messages: readonly Message[]): Promise<unknown>;
}

declare global {
  interface Window {
    /** The script of a peer sets it. */
    peer: Peer;
  }
}
