import type { ChatErrorCode, RoomSource } from '../client/index.js';

/** Why a user can write nothing for now, as the backend would say. */
export function barOf(source: RoomSource): ChatErrorCode | undefined {
  if (source.rights && !source.rights.includes('write')) return 'forbidden';
  return source.settings?.frozen && !moderates(source) ? 'room_frozen' : undefined;
}

export function moderates({ rights }: RoomSource): boolean {
  return rights?.includes('moderate') ?? false;
}

/** Seconds between two messages of this user; 0 where nobody has to wait, or this user does not. */
export function slowOf(source: RoomSource): number {
  return moderates(source) ? 0 : (source.settings?.slow ?? 0);
}
