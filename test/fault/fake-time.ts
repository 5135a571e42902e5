import assert from 'node:assert/strict';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { createChatClient, type Room } from '../../src/client/index.js';
import { MemoryBackend } from './memory.js';

/** Room for what a client draws at random, and for the way there and back. */
const STEP_MS = 50;

/** A `MemoryBackend` with clients of it, under a clock that the case moves. */
export interface Timed {
  readonly clock: SinonFakeTimers;
  readonly backend: MemoryBackend;
  enter(name: string): Room;
  /** Enters, and lets the first seconds pass with their two pings: what comes then comes out of silence. */
  join(name: string): Promise<Room>;
  /** Moves the clock until this holds, for at most so long. Gives how long it took. */
  within(milliseconds: number, holds: () => boolean): Promise<number>;
}

/** A case's body under a fake clock. Nothing that it opened is left when it ends; one such case at a time in a process. */
export function timed(
  run: (timed: Timed) => Promise<void>,
  backend = new MemoryBackend(),
): () => Promise<void> {
  return async () => {
    const clock = useFakeTimers({
      now: 1_800_000_000_000,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    });
    const rooms = new Set<Room>();
    const enter = (name: string): Room => {
      const room = createChatClient({ ...backend.transport, user: { id: name, name } }).room(backend.room_id);
      rooms.add(room);
      return room;
    };
    const join = async (name: string): Promise<Room> => {
      const room = enter(name);
      await clock.tickAsync(8_000);
      assert.equal(room.status.current, 'connected');
      return room;
    };
    const within = async (milliseconds: number, holds: () => boolean): Promise<number> => {
      const began = Date.now();
      while (!holds()) {
        assert.ok(Date.now() - began < milliseconds, `not so after ${milliseconds} ms`);
        await clock.tickAsync(STEP_MS);
      }
      return Date.now() - began;
    };
    try {
      await run({ clock, backend, enter, join, within });
    } finally {
      for (const room of rooms) room.close();
      clock.restore();
    }
  };
}
