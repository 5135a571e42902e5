import type { Language } from '../language.js';
import type { AllStrings, ToolStrings } from '../languages/strings.js';

const en: ToolStrings = {
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

const made = new WeakMap<Language, AllStrings>();

/** The words of a language with those of the menus: what comes later, or from the page, has them itself. */
export function allWordsOf(language: Language): AllStrings {
  const words = made.get(language) ?? { ...(language.spoken === 'ko' ? ko : en), ...language.words };
  made.set(language, words);
  return words;
}
