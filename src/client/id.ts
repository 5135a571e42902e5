/**
 * A new UUIDv7 (RFC 9562, section 5.7): 48 bits of time, then random ones. `crypto.randomUUID` would not do: browsers leave it
 * out on pages without HTTPS.
 */
export function createId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = crypto.getRandomValues(new Uint8Array(18));
  let next = 0;
  return `${time.slice(0, 8)}-${time.slice(8)}-7xxx-8xxx-xxxxxxxxxxxx`.replaceAll('x', () =>
    ((random[next++] as number) & 15).toString(16),
  );
}
