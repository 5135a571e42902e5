import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A JWT with its signature: two parts of JSON, which begin with `{"`, and one of 16 bytes or more. */
const TOKEN = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{22,}/g;

/** How many signed tokens stand in what a stream brings, line by line; `each` is given the lines. */
export async function tokensIn(stream: Readable, each: (line: string) => void = () => {}): Promise<number> {
  let count = 0;
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    count += line.match(TOKEN)?.length ?? 0;
    each(line);
  }
  return count;
}
