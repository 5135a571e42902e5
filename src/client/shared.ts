/** Strings that are remembered. */
const MOST = 1_000;

const known = new Map<string, string>();

/** The same string, of which all who ask for it hold one copy: each frame and each page bring their own. */
export function shared(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (known.size === MOST) known.clear();
  known.set(text, text);
  return text;
}
