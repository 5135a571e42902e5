import { later } from './later.js';
import type { GetToken, Tokens } from './tokens.js';

/** One room's tokens, whose code only those load who use any. */
export interface TokenSource {
  /** Called when the rights are not what they were. */
  changed(): void;
  /** Absent until they were loaded. */
  now?: Tokens;
  /** Rejects with a `ChatError` (`token_unavailable`) while their code cannot be loaded. */
  load(): Promise<Tokens>;
}

/** `user` is the id of whom the tokens have to be. */
export function tokenSource(room: string, user: string, getToken: GetToken): TokenSource {
  const make = async (): Promise<Tokens> => {
    const { Tokens } = await import('./tokens.js');
    source.now = new Tokens(room, user, getToken, () => source.changed());
    return source.now;
  };
  const source: TokenSource = {
    changed: () => {},
    load: later('get a room token', make, 'token_unavailable'),
  };
  return source;
}
