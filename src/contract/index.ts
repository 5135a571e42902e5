export { type ErrorBody, parseErrorBody, WIRE_ERRORS, WireError, type WireErrorCode } from './error.js';
export { codePoints } from './field.js';
export { type Head, type PingFrame, parseClientFrame, parseServerFrame, type ServerFrame } from './frame.js';
export { type Item, parseItem, parsePage } from './item.js';
export { LIMITS } from './limits.js';
export {
  type ConnectQuery,
  type PageQuery,
  type PutRequest,
  parseConnectQuery,
  parsePageQuery,
  parsePutRequest,
  parseSender,
  type Sender,
} from './request.js';
export { chatUrl, NEXT_HEADER, socketUrl } from './url.js';
