/**
 * What a room token may allow in a room. None includes another: a moderator who also reads and writes has all three.
 * - `read`: its history, and its news on a socket;
 * - `write`: new messages, and changes to one's own;
 * - `moderate`: changes to others' messages, to users and to the room.
 */
export const RIGHTS = ['read', 'write', 'moderate'] as const;

export type Right = (typeof RIGHTS)[number];

/** Rights by room: by its id, or by what its id begins with, as in `team-*`. */
export type RoomRights = Readonly<Record<string, readonly Right[]>>;

/** What a token allows in a room, by all entries that the room matches. */
export function rightsIn(rooms: RoomRights, room_id: string): readonly Right[] {
  const names = Object.keys(rooms).filter((name) => name === room_id || isUnder(name, room_id));
  return RIGHTS.filter((right) => names.some((name) => rooms[name]?.includes(right)));
}

/** A star alone would be every room there is, which no token gets. */
function isUnder(pattern: string, room_id: string): boolean {
  return pattern.length > 1 && pattern.endsWith('*') && room_id.startsWith(pattern.slice(0, -1));
}
