import type { Sequence } from './sequence.js';
import type { Stretch } from './unread.js';

/** So much more than it keeps a room may hold: it is not thinned with each message. */
const SLACK = 1.1;

/** What goes where there is too much: all but the newest, and what is around the message that somebody reads. */
export function surplus(stored: Sequence, kept: number, reading: number | undefined): readonly Stretch[] {
  const { length } = stored;
  if (length <= kept * SLACK) return [];
  const timestampOf = (index: number): number => stored.at(index)?.timestamp ?? 0;
  const place = reading === undefined ? length : stored.indexOf(reading);
  const [first, last, newest] = [place - (kept >> 2), place + (kept >> 2), length - (kept >> 1)];
  if (last + 1 >= newest) return [{ after: 0, before: timestampOf(length - kept) }];
  const middle = { after: timestampOf(last), before: timestampOf(newest) };
  return first > 0 ? [{ after: 0, before: timestampOf(first) }, middle] : [middle];
}
