let format: Intl.DateTimeFormat | undefined;

/** Made when the first row needs it: it takes longer than all the rest of a plain list's script. */
export function timeOf(timestamp: number): string {
  format ??= new Intl.DateTimeFormat('en', { timeStyle: 'short' });
  return format.format(timestamp);
}
