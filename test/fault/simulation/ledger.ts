import type { Trace } from './trace.js';
import { type Acked, SdkWriter, type Writer } from './writers.js';

/** What was written, and what its senders know of it. */
export class Ledger {
  readonly acked: Acked[] = [];
  /** Texts whose senders still wait. */
  readonly unanswered = new Set<string>();
  /** What the SDK was given to send, by user: these leave one after the other, so that the log has them in this order. */
  readonly inOrder = new Map<string, string[]>();
  readonly #trace: Trace;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  async write(writer: Writer, text: string): Promise<void> {
    const { who } = writer;
    this.#trace.add(who, `writes ${text}`);
    this.unanswered.add(text);
    if (writer instanceof SdkWriter) this.inOrder.set(who, [...(this.inOrder.get(who) ?? []), text]);
    const acked = await writer.send(text);
    this.#trace.add(who, acked ? `knows that ${text} is stored at ${acked.timestamp}` : `gives up ${text}`);
    if (acked) this.acked.push(acked);
    this.unanswered.delete(text);
  }
}
