import type { Message, Room } from '../../../src/client/index.js';

/** Somebody who looks at a room all the time. */
export class Reader {
  readonly who: string;
  readonly room: Room;
  /** Timestamps that came out of order or twice, however short that was. */
  readonly misordered = new Set<number>();

  constructor(room: Room) {
    this.who = room.user.id;
    this.room = room;
    room.on('change', () => this.#look());
  }

  /** What the reader sees of the log. */
  get shown(): readonly Message[] {
    return this.room.messages.filter(({ status }) => status === 'sent');
  }

  /** Whether the room says that it may lack the message at this place. */
  mayLack(timestamp: number): boolean {
    const { gaps, hasOlder, messages } = this.room;
    const isBelow = hasOlder && timestamp < (messages[0]?.timestamp ?? 0);
    return isBelow || gaps.some(({ after, before }) => after < timestamp && timestamp < before);
  }

  #look(): void {
    const { shown } = this;
    for (const [index, { timestamp }] of shown.entries()) {
      if (index > 0 && timestamp <= (shown[index - 1] as Message).timestamp) this.misordered.add(timestamp);
    }
  }
}
