import type { Stage } from './stage.js';

/** Who is measured. The last one is ours; the first is what all are compared with. */
export const PEERS = ['plain', 'lit', 'lit-rows', 'chat-room'] as const;

export type PeerName = (typeof PEERS)[number];

/** Lists that one may compare at any length. */
export const LISTS = ['plain', 'lit', 'chat-room'] as const;

/** Those of a room of this size: without the plain list where it would take minutes. */
export function listsOf(size: number): readonly PeerName[] {
  return size > 10_000 ? ['lit', 'chat-room'] : LISTS;
}

/** Something done once in a fresh page, that gives one or more figures. */
export interface Trial {
  /** What its figures are called, in the order in which `run` gives them. */
  readonly figures: readonly string[];
  readonly peers: readonly PeerName[];
  /** 5 unless told otherwise. */
  readonly rounds?: number;
  /** Throws `DidNotFinish`. */
  run(stage: Stage): Promise<readonly number[]>;
}

/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly unit: 'ms' | 'px' | 'KB' | 'MB' | '%' | '';
  /** What it is divided by for its bar: another's figure, or another of one's own figures. The figure itself, without it. */
  readonly over?: { readonly peer: PeerName } | { readonly figure: string };
  /** The most that ours may be. */
  readonly most?: number;
  /** What the best of the rivals reached, measured elsewhere. */
  readonly rival?: string;
}

/** What `npm run bench -- <name>` runs. */
export interface Measure {
  readonly name: string;
  readonly trials: readonly Trial[];
  readonly rows: readonly Row[];
}

/** A step of a trial took too long, or never showed what it was to show. */
export class DidNotFinish extends Error {
  override readonly name = 'DidNotFinish';
}

/** What a page measured, if it did. */
export function finished(time: number | undefined, what: string): number {
  if (time === undefined) throw new DidNotFinish(`${what} was not on screen within 15 s`);
  return time;
}

export const count = (messages: number): string => messages.toLocaleString('en');

export const OVER_PLAIN = { peer: 'plain' } as const;
