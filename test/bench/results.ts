import type { PeerName } from './measure.js';
import { median } from './statistics.js';

/** One figure of one peer, by rounds; null for a round that did not finish. */
interface Measured {
  readonly figure: string;
  readonly peer: PeerName;
  readonly rounds: (number | null)[];
  /** Why rounds did not finish. */
  readonly reasons: string[];
}

/** Everything that was measured. */
export class Results {
  readonly records: Measured[] = [];

  add(peer: PeerName, figure: string, value: number | null, reason?: string): void {
    let record = this.#find(peer, figure);
    if (!record) {
      record = { figure, peer, rounds: [], reasons: [] };
      this.records.push(record);
    }
    record.rounds.push(value);
    if (reason) record.reasons.push(reason);
  }

  /** Rounds that did not finish. */
  missing(peer: PeerName, figure: string): number {
    return this.#find(peer, figure)?.rounds.filter((round) => round === null).length ?? 0;
  }

  /** Of the rounds that finished. */
  median(peer: PeerName, figure: string): number | undefined {
    return median(this.#find(peer, figure)?.rounds.filter((round) => round !== null) ?? []);
  }

  has(peer: PeerName, figure: string): boolean {
    return this.#find(peer, figure) !== undefined;
  }

  #find(peer: PeerName, figure: string): Measured | undefined {
    return this.records.find((record) => record.peer === peer && record.figure === figure);
  }
}
