import { LIMITS } from '../client/index.js';

const KEY = 'chat-room-drafts';

/** As many drafts at most are kept; the one left alone longest goes first. */
const MOST = 32;

/** The text that was last typed under `key`, on this page or an earlier one; empty if there is none, or no storage. */
export function readDraft(key: string): string {
  const text = readAll().get(key);
  return typeof text === 'string' ? bounded(text) : '';
}

/** Keeps `text` under `key` over a reload, as far as storage allows; an empty one is forgotten. */
export function writeDraft(key: string, text: string): void {
  const drafts = readAll();
  drafts.delete(key);
  if (text !== '') drafts.set(key, bounded(text));
  writeAll(drafts);
}

/** What texts are kept under. */
export function draftKeys(): readonly string[] {
  return [...readAll().keys()].map(String);
}

/** Forgets those that are kept under one of these keys. */
export function eraseDrafts(keys: readonly string[]): void {
  if (keys.length === 0) return;
  const drafts = readAll();
  if (keys.filter((key) => drafts.delete(key)).length > 0) writeAll(drafts);
}

function writeAll(drafts: Map<unknown, unknown>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([...drafts].slice(-MOST)));
  } catch {
    // Blocked or full: the text lives as long as the element does.
  }
}

/** In the order of typing. Read anew each time, since other boxes and other pages of the site write, too. */
function readAll(): Map<unknown, unknown> {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
  } catch {
    return new Map();
  }
}

/** At most what a message holds. A code point takes two units at most, which spares a huge text being taken apart. */
function bounded(text: string): string {
  return [...text.slice(0, 2 * LIMITS.text)].slice(0, LIMITS.text).join('');
}
