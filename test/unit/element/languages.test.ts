import { expect } from '@open-wc/testing';
import { strings as ar } from '../../../src/element/languages/ar.js';
import { strings as de } from '../../../src/element/languages/de.js';
import { en } from '../../../src/element/languages/en.js';
import { strings as es } from '../../../src/element/languages/es.js';
import { strings as fr } from '../../../src/element/languages/fr.js';
import { strings as ja } from '../../../src/element/languages/ja.js';
import { ko } from '../../../src/element/languages/ko.js';
import type { AllStrings } from '../../../src/element/languages/strings.js';
import { strings as zh } from '../../../src/element/languages/zh.js';
import { allWordsOf } from '../../../src/element/tools/strings.js';

const ofScript = (spoken: 'en' | 'ko', words: typeof en): AllStrings =>
  allWordsOf({ locale: spoken, spoken, words, dir: 'ltr' });

const english = ofScript('en', en);
const others = { ko: ofScript('ko', ko), ja, zh, es, fr, de, ar };

/** What a language writes in; those in Latin letters have only their words to be told from English by. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ko: /\p{Script=Hangul}/u,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  zh: /\p{Script=Han}/u,
  ar: /\p{Script=Arabic}/u,
};

/** Words that two languages share. */
const SHARED = new Set(['Message', 'Messages', 'Actions']);

/** What is said of a number, or of a name, said of 7. */
function textsOf(words: object, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(words).flatMap(([key, value]) => {
    if (typeof value === 'object') return textsOf(value as object, `${path}${key}.`);
    const text: unknown = typeof value === 'function' ? value(7, '7') : value;
    return [[path + key, String(text)] as const];
  });
}

describe('the texts', () => {
  for (const [lang, words] of Object.entries(others)) {
    it(`are all there in ${lang}, and none is English`, () => {
      const texts = new Map(textsOf(words));
      expect([...texts.keys()].sort()).to.deep.equal(
        textsOf(english)
          .map(([key]) => key)
          .sort(),
      );
      for (const [key, text] of textsOf(english)) {
        const other = texts.get(key) ?? '';
        expect(other.trim(), key).not.to.equal('');
        if (SCRIPTS[lang]) expect(other, key).to.match(SCRIPTS[lang]);
        else if (!SHARED.has(text.replace(/:.*/, ''))) expect(other, key).not.to.equal(text);
      }
    });
  }

  it('say their numbers as each language does', () => {
    expect([0, 1, 2].map(es.newMessages)).to.deep.equal([
      '0 mensajes nuevos',
      '1 mensaje nuevo',
      '2 mensajes nuevos',
    ]);
    expect([0, 1, 2].map(fr.newMessages)).to.deep.equal([
      '0 nouveau message',
      '1 nouveau message',
      '2 nouveaux messages',
    ]);
    expect([1, 2].map(de.newMessages)).to.deep.equal(['1 neue Nachricht', '2 neue Nachrichten']);
    expect(new Set([0, 1, 2, 3, 11, 100].map(ar.left)).size).to.equal(6);
    expect(ar.newMessages(2)).to.equal('رسالتان جديدتان');
    expect(ja.newMessages(3)).to.equal('新しいメッセージ 3件');
  });

  it('say their lengths of time as each language does', () => {
    expect([en, ko].map((words) => [words.slow(30), words.slow(60)])).to.deep.equal([
      ['Slow mode: 30 sec', 'Slow mode: 1 min'],
      ['저속 모드: 30초', '저속 모드: 1분'],
    ]);
    expect(fr.slow(30)).to.match(/^Mode lent : 30\ss$/);
    expect(zh.slow(300)).to.match(/^慢速模式：5\s?分钟$/);
  });
});
