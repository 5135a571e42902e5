import type { Message } from '../../client/index.js';
import type { AllStrings } from '../languages/strings.js';
import { barOf, moderates } from '../rights.js';
import type { RoomController } from '../room.js';
import type { MenuItem } from './menu.js';

/** How long slow mode may make others wait, in seconds. */
const SLOW = [0, 10, 30, 60, 300] as const;

/** What this user may do with a message: only what the room offers, too. */
export function messageActions(
  message: Message,
  room: RoomController,
  edit: (message: Message) => void,
  words: AllStrings,
): readonly MenuItem[] {
  const { source } = room;
  if (!source?.rights || message.status !== 'sent') return [];
  const { timestamp, userId, role, deleted } = message;
  const isOwn = userId === source.user.id;
  // What nobody vouched for may be somebody else's who took this id.
  const isWritable = isOwn && role !== 'unverified' && !barOf(source);
  const isModerator = moderates(source);
  const items: MenuItem[] = [];
  if (source.edit && isWritable && !deleted) items.push({ label: words.edit, run: () => edit(message) });
  if (source.delete && (isWritable || isModerator) && !deleted) {
    const run = () => room.act(source.delete?.(timestamp), { not_found: 'gone' });
    items.push({ label: words.delete, question: words.deleting, run });
  }
  const ban = source.banned?.includes(userId) ? 'unban' : 'ban';
  if (source[ban] && isModerator && !isOwn) {
    items.push({ label: words[ban], run: () => room.act(source[ban]?.(userId)) });
  }
  return items;
}

/** What this user may do with the room. */
export function roomActions(room: RoomController, words: AllStrings): readonly MenuItem[] {
  const { source } = room;
  if (!source || !moderates(source)) return [];
  const { frozen = false, slow = 0 } = source.settings ?? {};
  const items: MenuItem[] = [];
  if (source.freeze) {
    const run = () => room.act(source.freeze?.(!frozen));
    items.push({ label: frozen ? words.unfreeze : words.freeze, run });
  }
  for (const seconds of source.slow ? SLOW : []) {
    const run = () => room.act(source.slow?.(seconds));
    items.push({ label: words.slow(seconds), checked: seconds === slow, run });
  }
  return items;
}
