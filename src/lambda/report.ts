/** Writes one line of JSON for the operator. Never give it a body, a text or a token. */
export function report(event: string, error: unknown, detail: Record<string, string> = {}): void {
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) };
  console.error(JSON.stringify({ event, ...detail, error: name, message }));
}
