export { CHANGES, type Change, type ChangeKind, isChangeKind } from './change.js';
export { type ErrorBody, parseErrorBody, WIRE_ERRORS, WireError, type WireErrorCode } from './error.js';
export { cleanText, codePoints, isIdentifier } from './field.js';
export {
  type ClientFrame,
  type Head,
  parseClientFrame,
  parseServerFrame,
  type RoomSettings,
  type ServerFrame,
} from './frame.js';
export { answerHeaders, errorHeaders, NEXT_HEADER } from './headers.js';
export { type Item, parseItem, parsePage, type Role } from './item.js';
export { parseJson } from './json.js';
export { LIMITS } from './limits.js';
export {
  type ChangeRequest,
  type ConnectQuery,
  type MessageRequest,
  type PageQuery,
  type PutRequest,
  parseConnectQuery,
  parseMessageRequest,
  parsePageQuery,
  parsePutRequest,
  parseSender,
  type Sender,
} from './request.js';
export { RIGHTS, type Right, type RoomRights, rightsIn } from './right.js';
export {
  AUDIENCE,
  offeredToken,
  offersProtocol,
  PROTOCOL,
  parseClaims,
  protocolsOf,
  type TokenClaims,
  unverifiedClaims,
} from './token.js';
export { chatUrl, socketUrl } from './url.js';
