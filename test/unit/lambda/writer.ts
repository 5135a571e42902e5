/** A process of its own with a clock of its own: `writer.ts ROOM SKEW_MS APPENDS`. */
import { message, withClock } from './fixture.js';
import { logOf } from './open.js';

const [room = '', skew, appends] = process.argv.slice(2);
const log = logOf(withClock(() => Date.now() + Number(skew)));

let next = 0;
async function work(): Promise<void> {
  while (next < Number(appends)) {
    const text = `${skew} ${next++}`;
    await log.append(message(room, { id: text, text }));
  }
}
await Promise.all(Array.from({ length: 8 }, work));
