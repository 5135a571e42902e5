import { FakeRoom, messageOf } from './fake-room.js';

/** A room in which many talk, and I. */
export const fill = () =>
  new FakeRoom({
    messages: [
      ...Array.from({ length: 24 }, (_, i) => messageOf('hello', { userId: `u${i}`, name: `User ${i}` })),
      messageOf('mine', { userId: 'me' }),
    ],
  });
