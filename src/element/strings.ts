import type { ChatErrorCode, RoomState } from '../client/index.js';

/** What is told where one types: what came of the text, or an error that no row shows. */
export type Note = ChatErrorCode | 'unsendable' | 'under_way' | 'gone' | 'uneditable';

/** Everything the box says. */
export interface Strings {
  readonly states: Readonly<Record<RoomState, string>>;
  readonly retryingIn: (seconds: number) => string;
  readonly retrying: string;
  /** No connection, and nothing known of the next try. */
  readonly offline: string;
  readonly reconnect: string;
  readonly failed: string;
  readonly closed: string;

  readonly list: string;
  readonly loading: string;
  readonly empty: string;
  readonly invitation: string;
  readonly historyFailed: string;
  readonly olderFailed: string;
  readonly retry: string;
  readonly gap: string;
  readonly fill: string;
  readonly newMessages: (count: number) => string;
  readonly latest: string;

  readonly you: string;
  readonly today: string;
  readonly yesterday: string;
  /** What stands beside a name, and what a pointer on a mark without words is told. */
  readonly moderator: string;
  readonly notModerator: string;
  readonly banned: string;
  readonly unverified: string;
  readonly edited: string;
  readonly deleted: string;
  readonly sending: string;
  /** Under a message whose last try failed and that is tried again by itself. */
  readonly waiting: string;
  readonly sendingIn: (seconds: number) => string;
  /** Why a message was not sent; `other` for every code that neither this nor `notes` names. */
  readonly reasons: Readonly<Partial<Record<ChatErrorCode, string>> & { other: string }>;
  readonly resend: string;
  readonly discard: string;

  readonly cancel: string;
  /** Seconds between two messages, 0 for none. */
  readonly slow: (seconds: number) => string;

  readonly message: string;
  readonly placeholder: string;
  readonly send: string;
  readonly editing: string;
  readonly save: string;
  readonly left: (count: number) => string;
  readonly tooLong: (count: number) => string;
  /** What is told until the next input; `other` for every code that is not named. Refusals are told elsewhere in the same words. */
  readonly notes: Readonly<Partial<Record<Note, string>> & { other: string }>;

  readonly openChat: string;
  readonly closeChat: string;
  readonly missing: (attribute: string) => string;
  readonly invalid: (attribute: string) => string;
  /** It is another one than the token says. */
  readonly foreign: (attribute: string) => string;
  readonly refused: (reason: string) => string;
  readonly guest: (tag: string) => string;
}

const lengthIn =
  (second: string, minute: string) =>
  (seconds: number): string =>
    seconds % 60 ? seconds + second : seconds / 60 + minute;

const enLength = lengthIn(' s', ' min');
const koLength = lengthIn('초', '분');

const en: Strings = {
  states: {
    connecting: 'Connecting…',
    connected: 'Connected',
    disconnected: 'Disconnected',
    failed: 'Not connected',
    closed: 'Closed',
  },
  retryingIn: (seconds) => `No connection. Retrying in ${seconds} s`,
  retrying: 'No connection. Retrying…',
  offline: 'No connection.',
  reconnect: 'Retry now',
  failed: 'The chat cannot connect.',
  closed: 'This chat was closed.',

  list: 'Messages',
  loading: 'Loading messages…',
  empty: 'No messages yet',
  invitation: 'Write the first one: everyone in this room will see it.',
  historyFailed: 'The messages could not be loaded',
  olderFailed: 'Older messages could not be loaded.',
  retry: 'Retry',
  gap: 'Messages may be missing here',
  fill: 'Load',
  newMessages: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
  latest: 'Latest messages',

  you: 'You',
  today: 'Today',
  yesterday: 'Yesterday',
  moderator: 'Moderator',
  notModerator: 'Not a moderator',
  banned: 'Banned',
  unverified: 'Name not verified',
  edited: 'edited',
  deleted: 'Message deleted',
  sending: 'Sending…',
  waiting: 'Waiting to be sent',
  sendingIn: (seconds) => `Sending again in ${seconds} s`,
  reasons: {
    network: 'Not sent: no connection.',
    rate_limited: 'Not sent: too many messages at once.',
    invalid_request: 'Not sent: the chat refused it.',
    body_too_large: 'Not sent: it is too long.',
    expired: 'Not sent: it is more than 6 days old.',
    other: 'Not sent: the chat did not answer.',
  },
  resend: 'Retry',
  discard: 'Discard',

  cancel: 'Cancel',
  slow: (seconds) => (seconds ? `Slow mode: ${enLength(seconds)}` : 'Slow mode off'),

  message: 'Message',
  placeholder: 'Write a message',
  send: 'Send',
  editing: 'Editing',
  save: 'Save',
  left: (count) => (count === 1 ? '1 character left' : `${count} characters left`),
  tooLong: (count) => (count === 1 ? '1 character too long' : `${count} characters too long`),
  notes: {
    unsendable: 'This text cannot be sent.',
    outbox_full: 'Too many messages are waiting to be sent.',
    storage_unavailable: 'Unsent messages are lost when this page closes.',
    under_way: 'This message is being sent.',
    gone: 'The message is gone.',
    uneditable: 'This message cannot be edited any more.',
    unauthorized: 'Your sign-in is not valid. Sign in again.',
    forbidden: 'You do not have permission for this.',
    banned: 'A moderator has shut you out of this room.',
    room_frozen: 'Only moderators can write now.',
    slow_mode: 'This room is in slow mode.',
    token_unavailable: 'Signing in did not work.',
    other: 'That did not work.',
  },

  openChat: 'Open chat',
  closeChat: 'Close chat',
  missing: (attribute) => `The chat cannot be shown: the attribute “${attribute}” is missing.`,
  invalid: (attribute) => `The chat cannot be shown: the attribute “${attribute}” is not valid.`,
  foreign: (attribute) =>
    `The chat cannot be shown: the attribute “${attribute}” is not what the token says.`,
  refused: (reason) => `The chat cannot be shown: ${reason}`,
  guest: (tag) => `Guest ${tag}`,
};

const ko: Strings = {
  states: {
    connecting: '연결 중…',
    connected: '연결됨',
    disconnected: '연결 끊김',
    failed: '연결 안 됨',
    closed: '닫힘',
  },
  retryingIn: (seconds) => `연결이 끊겨 ${seconds}초 후 다시 연결합니다`,
  retrying: '연결이 끊겨 다시 연결하는 중…',
  offline: '연결이 끊겼습니다.',
  reconnect: '지금 연결',
  failed: '채팅에 연결할 수 없습니다.',
  closed: '닫힌 채팅입니다.',

  list: '메시지 목록',
  loading: '메시지를 불러오는 중…',
  empty: '아직 메시지가 없습니다',
  invitation: '첫 메시지를 남겨 보세요. 이 방의 모두가 볼 수 있습니다.',
  historyFailed: '메시지를 불러오지 못했습니다',
  olderFailed: '이전 메시지를 불러오지 못했습니다.',
  retry: '다시 시도',
  gap: '빠진 메시지가 있을 수 있습니다',
  fill: '불러오기',
  newMessages: (count) => `새 메시지 ${count}개`,
  latest: '최근 메시지로',

  you: '나',
  today: '오늘',
  yesterday: '어제',
  moderator: '관리자',
  notModerator: '관리자 아님',
  banned: '차단됨',
  unverified: '확인되지 않은 이름',
  edited: '수정됨',
  deleted: '삭제된 메시지입니다',
  sending: '보내는 중…',
  waiting: '전송 대기 중',
  sendingIn: (seconds) => `${seconds}초 후 다시 보냅니다`,
  reasons: {
    network: '보내지 못함: 연결이 없습니다.',
    rate_limited: '보내지 못함: 메시지를 너무 빨리 보냈습니다.',
    invalid_request: '보내지 못함: 채팅 서버가 거절했습니다.',
    body_too_large: '보내지 못함: 메시지가 너무 깁니다.',
    expired: '보내지 못함: 쓴 지 6일이 지났습니다.',
    other: '보내지 못함: 채팅 서버가 응답하지 않습니다.',
  },
  resend: '다시 보내기',
  discard: '삭제',

  cancel: '취소',
  slow: (seconds) => (seconds ? `저속 모드: ${koLength(seconds)}` : '저속 모드 끔'),

  message: '메시지',
  placeholder: '메시지를 입력하세요',
  send: '보내기',
  editing: '메시지 수정 중',
  save: '저장',
  left: (count) => `${count}자 남음`,
  tooLong: (count) => `${count}자 초과`,
  notes: {
    unsendable: '보낼 수 없는 내용입니다.',
    outbox_full: '전송 대기 중인 메시지가 너무 많습니다.',
    storage_unavailable: '페이지를 닫으면 보내지 못한 메시지가 사라집니다.',
    under_way: '보내는 중인 메시지입니다.',
    gone: '메시지가 삭제되었습니다.',
    uneditable: '더 이상 수정할 수 없는 메시지입니다.',
    unauthorized: '로그인이 올바르지 않습니다. 다시 로그인해 주세요.',
    forbidden: '이 채팅방에서 권한이 없습니다.',
    banned: '관리자가 이 채팅방에서 차단했습니다.',
    room_frozen: '지금은 관리자만 쓸 수 있습니다.',
    slow_mode: '저속 모드인 채팅방입니다.',
    token_unavailable: '로그인하지 못했습니다.',
    other: '처리하지 못했습니다.',
  },

  openChat: '채팅 열기',
  closeChat: '채팅 닫기',
  missing: (attribute) => `채팅을 표시할 수 없습니다. “${attribute}” 속성이 없습니다.`,
  invalid: (attribute) => `채팅을 표시할 수 없습니다. “${attribute}” 속성의 값이 올바르지 않습니다.`,
  foreign: (attribute) => `채팅을 표시할 수 없습니다. “${attribute}” 속성의 값이 토큰과 다릅니다.`,
  refused: (reason) => `채팅을 표시할 수 없습니다. (${reason})`,
  guest: (tag) => `손님 ${tag}`,
};

export const STRINGS = { en, ko } as const;
