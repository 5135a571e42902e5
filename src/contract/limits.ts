/** What the backend enforces and the client knows beforehand. Lengths are in code points unless a name says bytes. */
export const LIMITS = {
  /** `text` of a PUT. */
  text: 4_000,
  /** `name` of a PUT. */
  name: 80,
  /** `room_id`, `user_id` and `id`. */
  id: 128,
  /** The PUT body, in bytes of UTF-8. */
  bodyBytes: 32 * 1024,
  /** A client's socket frame, in bytes of UTF-8 (API Gateway closes with 1009 beyond a frame of 32 KB). */
  frameBytes: 32 * 1024,
  /** A room token, in bytes: what a header takes beside others. */
  tokenBytes: 4 * 1024,
  /** The longest that a token may be good for, in seconds. */
  tokenSeconds: 24 * 60 * 60,
  /** Rooms and patterns that a token names. */
  tokenRooms: 100,
  /** `seconds` of slow mode. */
  slowSeconds: 3_600,
  /** Messages of a page when `limit` is absent, and the most it may ask for. */
  page: 100,
  pageMax: 500,
  /** Changes that ride along with a page before it ends. */
  pageChanges: 500,
} as const;
