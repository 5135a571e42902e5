export { codePoints, isIdentifier, LIMITS, type Right, type RoomSettings } from '../contract/index.js';
export { type ChatClient, type ChatClientOptions, createChatClient } from './chat-client.js';
export { ChatError, type ChatErrorCode } from './error.js';
export type { Message, MessageStatus } from './message.js';
export type { Room } from './room.js';
export type { Gap, Recovery, RoomEvents, RoomSource, User } from './room-source.js';
export type { WebSocketClass } from './socket.js';
export type { RoomState, RoomStatus } from './status.js';
export type { ChatStorage } from './storage.js';
