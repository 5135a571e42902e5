import { STRINGS, type Strings } from '../strings.js';

/** Everything the box says, and its menus. */
export interface ToolStrings extends Strings {
  /** Opens the room's menu, or that of somebody's message. */
  readonly more: string;
  readonly moreOf: (name: string, time: string) => string;
  readonly edit: string;
  readonly delete: string;
  readonly deleting: string;
  readonly ban: string;
  readonly unban: string;
  readonly freeze: string;
  readonly unfreeze: string;
}

const en: ToolStrings = {
  ...STRINGS.en,
  more: 'Actions',
  moreOf: (name, time) => `Actions: ${name}, ${time}`,
  edit: 'Edit',
  delete: 'Delete',
  deleting: 'Delete?',
  ban: 'Ban user',
  unban: 'Unban user',
  freeze: 'Freeze room',
  unfreeze: 'Unfreeze room',
};

const ko: ToolStrings = {
  ...STRINGS.ko,
  more: '메뉴',
  moreOf: (name, time) => `메뉴: ${name}, ${time}`,
  edit: '수정',
  delete: '삭제',
  deleting: '삭제할까요?',
  ban: '사용자 차단',
  unban: '차단 해제',
  freeze: '채팅방 얼리기',
  unfreeze: '얼리기 해제',
};

export const TOOL_STRINGS = { en, ko } as const;
