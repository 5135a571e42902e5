export type { Right, RoomRights } from '../contract/index.js';
export { RoomTokenError, type RoomTokenErrorCode } from './error.js';
export { createRoomKey, type RoomKey, type RoomKeyAlgorithm, type RoomKeySet } from './room-key.js';
export { type RoomTokenOptions, signRoomToken } from './room-token.js';
