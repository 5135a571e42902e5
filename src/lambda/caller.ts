import {
  type Right,
  type Role,
  rightsIn,
  type Sender,
  type TokenClaims,
  WireError,
} from '../contract/index.js';

/** What anybody may do where nobody says who they are. */
const OPEN: readonly Right[] = ['read', 'write'];

/** Who asks: the user of a verified token, or, in open mode, anybody. */
export class Caller {
  readonly #claims: TokenClaims | undefined;

  constructor(claims?: TokenClaims) {
    this.#claims = claims;
  }

  /** Absent where nobody says who this is. */
  get user_id(): string | undefined {
    return this.#claims?.sub;
  }

  /** When the token ends, in seconds since the epoch. */
  get expires_at(): number | undefined {
    return this.#claims?.exp;
  }

  /**
   * Refuses what the token does not allow in this room, and a request in somebody else's name. Throws `forbidden`, with the same
   * words for a room that exists and one that does not.
   */
  demand(right: Right, room_id: string, { user_id, name }: Partial<Sender> = {}): void {
    if (!this.#rights(room_id).includes(right)) {
      throw new WireError('forbidden', `unable to answer; the right to ${right} in this room is missing`);
    }
    this.#own('user_id', user_id, this.#claims?.sub);
    this.#own('name', name, this.#claims?.name);
  }

  moderates(room_id: string): boolean {
    return this.#rights(room_id).includes('moderate');
  }

  /** What an item says of its sender. */
  role(room_id: string): Role | undefined {
    if (!this.#claims) return undefined;
    return this.moderates(room_id) ? 'moderator' : 'user';
  }

  #rights(room_id: string): readonly Right[] {
    return this.#claims ? rightsIn(this.#claims.rooms, room_id) : OPEN;
  }

  #own(field: string, said: string | undefined, known: string | undefined): void {
    if (known === undefined || said === undefined || said === known) return;
    throw new WireError('forbidden', `unable to answer; "${field}" is not the token's`);
  }
}
