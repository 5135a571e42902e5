import { ChatRoomElement } from './chat-room.js';

declare global {
  interface HTMLElementTagNameMap {
    'chat-room': ChatRoomElement;
  }
}

// A second copy of the script on a page leaves the first one's tag alone.
if (!globalThis.customElements?.get('chat-room')) {
  globalThis.customElements?.define('chat-room', ChatRoomElement);
}
