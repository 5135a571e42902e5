/** How many colours `hueOf` knows; the styles make one class of each. */
export const HUES = 12;

/** The same colour for the same user, on every device and in every room. */
export function hueOf(userId: string): number {
  let hash = 0;
  for (let i = 0; i < userId.length; i++) hash = (Math.imul(hash, 31) + userId.charCodeAt(i)) | 0;
  return (hash >>> 0) % HUES;
}

/** The first character of a name as it is shown. */
export function initialOf(name: string): string {
  const [first = '?'] = name;
  return first.toUpperCase();
}
