import type { Message } from '../client/index.js';

/** What a text is made of: plain words, and those that name a place on the web or an address to write to. */
export type Part = string | Link;

export interface Link {
  readonly text: string;
  /** An address with http, https or mailto, without a name or password in it. */
  readonly href: string;
}

/** Where a sentence goes on, whatever may stand in an address: blanks, what is invisible, Korean and other wide punctuation. */
const END = String.raw`\s\p{C}<>\u3001-\u303f\uff00-\uff0f\uff1a-\uff1f`;

/**
 * An address ends before a letter of a script without capitals that follows right on a Latin letter, a digit or a bracket:
 * in "https://a.kr입니다" that is the sentence. Each character is looked at once, or a hostile text would take for ever.
 */
const RUN = String.raw`(?:[a-z\d)\]}](?!\p{Lo})|[^a-z\d)\]}${END}])*[a-z\d)\]}]?`;

/** Words are taken whole, so that none is looked at from each of its letters, and no address begins within one. */
const WORD = String.raw`[a-z\d]+(?:[._+-]+(?!https?://)[a-z\d]+)*[._+-]*`;

const TOKEN = new RegExp(
  String.raw`(https?://|www\.)${RUN}|(?:mailto:)?${WORD}(@[\w-]+(?:\.[\w-]+)+)?`,
  'giu',
);

const looked = new WeakMap<Message, readonly Part[]>();

/** The parts of what a message says: it is looked through once, not with each piece of news. */
export function partsIn(message: Message): readonly Part[] {
  const parts = looked.get(message) ?? partsOf(message.text);
  looked.set(message, parts);
  return parts;
}

/** Finds the links in a text, by the rules of GitHub Flavored Markdown for autolinks. Joined, the parts are the text. */
export function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: found, 1: scheme, 2: domain, index } of text.matchAll(TOKEN)) {
    const link = scheme ? webLink(trimmed(found), scheme) : domain && mailLink(found);
    if (!link) continue;
    if (index > end) parts.push(text.slice(end, index));
    parts.push(link);
    end = index + link.text.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

function webLink(text: string, scheme: string): Link | undefined {
  const address = scheme.endsWith('/') ? text : `http://${text}`;
  if (!URL.canParse(address)) return undefined;
  const { href, hostname, username, password } = new URL(address);
  // `https://good.example@evil.example` would lead elsewhere than it seems to.
  const isPlain = !username && !password && text.includes('.') && /(?:^|\.)[^._]+\.[^._]+\.?$/.test(hostname);
  return isPlain ? { text, href } : undefined;
}

function mailLink(text: string): Link | undefined {
  if (/[-_]$/.test(text)) return undefined;
  return { text, href: text.replace(/^(?!mailto:)/i, 'mailto:') };
}

/** Without what ends the sentence rather than the address: punctuation, entities, brackets that were opened before it. */
function trimmed(found: string): string {
  let end = found.length;
  let unopened = found.split(')').length - found.split('(').length;
  for (;;) {
    const last = found[end - 1] ?? '';
    if (last === ')' ? unopened-- > 0 : '?!.,:;*_~\'"’”…'.includes(last)) end--;
    else return found.slice(0, end);
    if (last !== ';') continue;
    // The longest of HTML's entities has 31 letters.
    end -= /&[a-z\d]+$/i.exec(found.slice(Math.max(0, end - 32), end))?.[0].length ?? 0;
  }
}
