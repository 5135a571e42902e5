export {
  codePoints,
  isIdentifier,
  LIMITS,
  type Right,
  type RoomSettings,
  unverifiedClaims,
} from '../contract/index.js';
export { type ChatClient, type ChatClientOptions, createChatClient } from './chat-client.js';
export type { WebSocketClass } from './connection.js';
export { ChatError, type ChatErrorCode } from './error.js';
export type { Message, MessageStatus } from './message.js';
export type { Room } from './room.js';
export type { Gap, Recovery, RoomEvents, RoomSource, Timeline, User } from './room-source.js';
export type { RoomState, RoomStatus } from './status.js';
export type { ChatStorage } from './storage.js';
export type { GetToken, TokenRequest } from './tokens.js';
