import assert from 'node:assert/strict';
import type { Message, RoomSource } from '../../src/client/index.js';
import type { Item } from '../../src/contract/index.js';

/** What must hold of a room, whatever happened to it, once nothing is under way any more. */
export interface Claim {
  /** The room's log as the backend gives it, all of it, oldest first. */
  readonly log: readonly Item[];
  readonly readers: readonly RoomSource[];
  /** What PUTs were answered with; without it, all of the log. */
  readonly acked?: readonly Pick<Item, 'timestamp'>[];
}

/**
 * I1: every acked message stands in the log, and once in every reader. I2: all see one order, that of timestamps. I3: no
 * reader is silently short. I4: nothing comes from another room.
 */
export function assertInvariants({ log, readers, acked = log }: Claim): void {
  assertRising('the log', log);
  assertUnique(log);
  const stored = new Map(log.map((item) => [item.timestamp, item]));
  for (const { timestamp } of acked) {
    assert.ok(stored.has(timestamp), `I1: the acked message ${timestamp} is not in the log`);
  }
  for (const reader of readers) assertReader(reader, log, stored);
}

function assertReader(reader: RoomSource, log: readonly Item[], stored: ReadonlyMap<number, Item>): void {
  const who = reader.user.id;
  const messages = reader.messages.filter(({ status }) => status === 'sent');
  assertRising(who, messages);
  const held = new Set<number>();
  for (const { timestamp, roomId, userId, text } of messages) {
    assert.equal(roomId, reader.id, `I4: ${who} has a message of another room`);
    const item = stored.get(timestamp);
    assert.ok(item, `I1: ${who} has a message that is not in the log: ${timestamp}`);
    assert.deepEqual([userId, text], [item.user_id, item.message], `I1: ${who} has another ${timestamp}`);
    held.add(timestamp);
  }
  const missing = log.filter(
    ({ timestamp }) => !held.has(timestamp) && !isKnownMissing(reader, messages[0], timestamp),
  );
  assert.deepEqual(
    missing.map(({ seq, timestamp, message }) => ({ seq, timestamp, message })),
    [],
    `I3: ${who} lacks messages and does not say so`,
  );
}

/** Older than what was loaded, and more can be; or in a gap that the room shows. */
function isKnownMissing(
  { hasOlder, gaps }: RoomSource,
  first: Message | undefined,
  timestamp: number,
): boolean {
  if (hasOlder && (!first || timestamp < first.timestamp)) return true;
  return gaps.some(({ after, before }) => after < timestamp && timestamp < before);
}

/** Strictly: what stands twice does not rise. */
export function assertRising(who: string, list: readonly Pick<Item, 'timestamp'>[]): void {
  for (const [index, { timestamp }] of list.entries()) {
    const before = list[index - 1]?.timestamp ?? -1;
    assert.ok(before < timestamp, `I2: ${who} has ${timestamp} after ${before}`);
  }
}

/** One id of one user is one message. */
function assertUnique(log: readonly Item[]): void {
  const seen = new Set<string>();
  for (const { user_id, id, timestamp } of log) {
    if (id === undefined) continue;
    const name = JSON.stringify([user_id, id]);
    assert.ok(!seen.has(name), `I1: the log has a message twice, again at ${timestamp}`);
    seen.add(name);
  }
}
