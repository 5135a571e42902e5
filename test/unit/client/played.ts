import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import type { ChatClientOptions, GetToken, Room } from '../../../src/client/index.js';
import { TokenBackend } from './token-backend.js';

/** A backend, and rooms of it, under a clock that the test moves. */
export interface Played {
  readonly backend: TokenBackend;
  readonly clock: SinonFakeTimers;
  enter(getToken: GetToken, options?: Partial<ChatClientOptions>): Room;
  /** Lets time pass. What takes no time by this clock, as reading a body does, is awaited after each step. */
  pass(milliseconds: number, step?: number): Promise<void>;
}

/** A test's body under a fake clock. The rooms that it entered are closed when it ends. */
export function played(run: (played: Played) => Promise<void>): () => Promise<void> {
  return async () => {
    const clock = useFakeTimers({
      now: 1_800_000_000_000,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    });
    const backend = new TokenBackend();
    const rooms: Room[] = [];
    const enter: Played['enter'] = (getToken, options) => {
      const room = backend.enter(getToken, options);
      rooms.push(room);
      return room;
    };
    const pass: Played['pass'] = async (milliseconds, step = 50) => {
      for (let passed = 0; passed < milliseconds; passed += step) {
        await clock.tickAsync(Math.min(step, milliseconds - passed));
        await backend.idle();
      }
      await clock.tickAsync(0);
    };
    try {
      await run({ backend, clock, enter, pass });
    } finally {
      for (const room of rooms) room.close();
      clock.restore();
    }
  };
}
