export type RoomTokenErrorCode =
  /** The key is none that signs room tokens. */
  | 'invalid_key'
  /** What the token should say breaks a rule; the message names it. */
  | 'invalid_claims';

/** Why no token was signed. The message reads "unable to …; reason", and quotes no part of a key. */
export class RoomTokenError extends Error {
  override readonly name = 'RoomTokenError';
  readonly code: RoomTokenErrorCode;

  constructor(code: RoomTokenErrorCode, reason: string) {
    super(`unable to sign a room token; ${reason}`);
    this.code = code;
  }
}
