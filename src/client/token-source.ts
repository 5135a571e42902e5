import { part } from './part.js';
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

export function loadTokens(): Promise<typeof import('./tokens.js')> {
  return part(import('./tokens.js'), 'get a room token', 'token_unavailable');
}

/** `user` is the id of whom the tokens have to be. */
export function tokenSource(room: string, user: string, getToken: GetToken): TokenSource {
  const source: TokenSource = {
    changed: () => {},
    async load() {
      if (source.now) return source.now;
      const { Tokens } = await loadTokens();
      source.now ??= new Tokens(room, user, getToken, () => source.changed());
      return source.now;
    },
  };
  return source;
}
