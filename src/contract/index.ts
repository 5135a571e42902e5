export { type ErrorBody, parseErrorBody, WIRE_ERRORS, WireError, type WireErrorCode } from './error.js';
export { cleanText, codePoints, isIdentifier } from './field.js';
export { type Head, type PingFrame, parseClientFrame, parseServerFrame, type ServerFrame } from './frame.js';
export { ANSWER_HEADERS, errorHeaders, NEXT_HEADER } from './headers.js';
export { type Item, parseItem, parsePage } from './item.js';
export { parseJson } from './json.js';
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
export { chatUrl, socketUrl } from './url.js';
