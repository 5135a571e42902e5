/** How much one user, one room and one connection may use of this backend. */
export interface Limits {
  /** PUTs of one user in a room: so many a second, so many at once. */
  readonly user: Rate;
  /** PUTs in a room. */
  readonly room: Rate;
  /** Connections in a room at the same time. */
  readonly connections: { readonly user: number; readonly room: number };
  /** Frames of one connection. */
  readonly frames: Rate;
}

export interface Rate {
  readonly rate: number;
  readonly burst: number;
}

/** A user who opens all their connections at once may open as many again so much later: all tabs come back together. */
const REJOIN_SECONDS = 10;

/** Somebody who reloads their only page is in no rush. */
const RELOADS = 5;

/** How often a user may connect. */
export function joinRate({ connections: { user } }: Limits): Rate {
  return { rate: Math.max(user / REJOIN_SECONDS, 1), burst: Math.max(user, RELOADS) };
}

/** As serverless.yml has them, unless the environment says otherwise. */
export const LIMITS_OF_USE: Limits = {
  user: { rate: 10, burst: 20 },
  room: { rate: 100, burst: 100 },
  connections: { user: 20, room: 10_000 },
  frames: { rate: 1, burst: 10 },
};

/** For tests of something else. Clocks may be far apart there, which a small burst would not bear. */
export const NO_LIMITS: Limits = {
  user: { rate: 1e6, burst: 1e9 },
  room: { rate: 1e6, burst: 1e9 },
  connections: { user: 1e6, room: 1e6 },
  frames: { rate: 1e6, burst: 1e9 },
};
