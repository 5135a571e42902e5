import { Caller } from './caller.js';

/** Finds out who asks. */
export interface Gate {
  /** Throws `unauthorized` for a token that is missing or not good now. */
  identify(token: string | undefined): Promise<Caller>;
}

/** Anybody may come, and nobody is known. */
export const OPEN_GATE: Gate = { identify: async () => new Caller() };
