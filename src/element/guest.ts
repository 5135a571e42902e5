const KEY = 'chat-room-guest';
const SHAPE = /^guest-[0-9a-f]{16}$/;

let kept: string | undefined;

/** The id of a visitor without one: made once per browser and site, or once per page where storage is blocked. */
export function guestId(): string {
  kept ??= read() ?? make();
  return kept;
}

/** What tells one guest's name from another's. */
export function guestTag(id: string): string {
  return id.slice(-4);
}

function read(): string | undefined {
  try {
    const id = localStorage.getItem(KEY) ?? '';
    // The page's own scripts can write there, too.
    return SHAPE.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

function make(): string {
  // randomUUID would be shorter, but pages without https do not have it.
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const id = `guest-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // Blocked or full: the id lives as long as the page does.
  }
  return id;
}
