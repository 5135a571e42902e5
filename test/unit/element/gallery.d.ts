declare module '*/gallery-rooms.js' {
  import type { RoomSource } from '../../../src/client/index.js';
  import type { ChatRoomElement } from '../../../src/element/chat-room.js';

  interface Talk {
    readonly names: readonly string[];
    readonly lines: readonly string[];
    readonly long: string;
  }

  interface State {
    readonly name: string;
    room?(talk: Talk): RoomSource;
    after?(element: ChatRoomElement, talk: Talk): void | Promise<void>;
  }

  export const STATES: readonly State[];
  export const TALK: Readonly<Record<'en' | 'ko' | 'ar', Talk>>;
}
