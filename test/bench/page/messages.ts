import { messageFromItem } from '../../../src/client/message.js';
import type { Item } from '../../../src/contract/index.js';
import { Random } from '../../fault/simulation/random.js';

const START = Date.UTC(2026, 0, 5, 9);
const PACE_MS = 20_000;

const PEOPLE = ['Mina', '민지', 'Alex', '서준', 'Ada Lovelace', '하은', 'Jordan', '김도윤'] as const;

const WORDS = [
  '오늘 회의는 몇 시에 시작하나요 저는 조금 늦을 것 같아요 먼저 시작해 주세요 감사합니다 확인했습니다 배포가 끝났어요'.split(
    ' ',
  ),
  'the release went out and nothing broke so far could somebody look at the last change before lunch thanks'.split(
    ' ',
  ),
  ['🙌', '👩‍👩‍👧‍👦', '🇰🇷', '네', '좋아요', 'yes', '😀', 'great', '내일', 'tomorrow'],
] as const;

const LINKS = [
  'https://example.com/notes?page=2',
  'https://ko.wikipedia.org/wiki/한글',
  'https://example.org/',
];

/** The message at this place of an endless room: always the same one. Places before the first have negative indexes. */
export function itemAt(index: number): Item {
  const random = new Random(Math.imul(index, 0x9e3779b1));
  const sender = Math.floor(random.next() * PEOPLE.length);
  const digits = Array.from({ length: 32 }, () => Math.floor(random.next() * 16).toString(16)).join('');
  return {
    room_id: 'bench',
    timestamp: START + index * PACE_MS,
    seq: index + 1_000_000,
    user_id: `user-${sender}`,
    name: PEOPLE[sender] ?? '',
    message: textAt(index, random),
    id: digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    role: 'user',
  };
}

/** As the client makes them of what arrives: read from JSON, frozen. */
export function messagesAt(first: number, count: number) {
  const items = Array.from({ length: count }, (_, i) => itemAt(first + i));
  return items.map((item) => messageFromItem(JSON.parse(JSON.stringify(item))));
}

/** 10 to 400 characters, short ones more often; no two the same, since each begins with its place. */
function textAt(index: number, random: Random): string {
  const words = random.pick(WORDS);
  const length = Math.exp(random.between(Math.log(10), Math.log(400)));
  let text = `${index} ${random.chance(0.1) ? random.pick(LINKS) : random.pick(words)}`;
  for (;;) {
    const longer = `${text} ${random.pick(words)}`;
    if (longer.length > length && text.length >= 10) return text;
    text = longer;
  }
}

/** Bytes of the text alone, as V8 keeps it: one a character where all of them are Latin. */
export function bytesOf(text: string): number {
  return [...text].some((character) => character > 'ÿ') ? 2 * text.length : text.length;
}
