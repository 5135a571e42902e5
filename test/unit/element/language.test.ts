import { expect, fixture, html } from '@open-wc/testing';
import { languageOf } from '../../../src/element/language.js';
import { STRINGS } from '../../../src/element/strings.js';
import { Box } from './box.js';
import { FakeRoom } from './fake-room.js';

const localeIn = async (tree: ReturnType<typeof html>) => {
  const root = await fixture(tree);
  return languageOf(root.matches('p') ? root : (root.querySelector('p') as Element)).locale;
};

describe('the language', () => {
  const page = document.documentElement.lang;
  afterEach(() => {
    document.documentElement.lang = page;
  });

  it('is the one of the element, else of what is around it, else of the page', async () => {
    document.documentElement.lang = 'ko';
    expect(await localeIn(html`<p></p>`)).to.equal('ko');
    expect(await localeIn(html`<div lang="en-GB"><b><p></p></b></div>`)).to.equal('en-GB');
    expect(await localeIn(html`<div lang="en"><p lang="ko-KR"></p></div>`)).to.equal('ko-KR');
  });

  it("is the visitor's when the page does not say", async () => {
    document.documentElement.removeAttribute('lang');
    const [visitor] = navigator.language.split('-');
    expect(await localeIn(html`<p></p>`)).to.satisfy((locale: string) => locale.startsWith(visitor ?? ''));
  });

  it('is found around a shadow root', async () => {
    const host = await fixture(html`<div lang="ko"></div>`);
    const inside = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('p'));
    expect(languageOf(inside).words).to.equal(STRINGS.ko);
  });

  for (const [tag, locale] of [
    ['ko_KR', 'ko-KR'],
    ['KO', 'ko'],
    ['fr', 'en'],
    ['kok', 'en'],
    ['not a tag!', 'en'],
    ['constructor', 'en'],
  ] as const) {
    it(`for "${tag}" is ${locale}`, async () => {
      expect(await localeIn(html`<p lang=${tag}></p>`)).to.equal(locale);
    });
  }

  it('of a box follows its attribute', async () => {
    const box = await Box.show(new FakeRoom(), { lang: 'en' });
    expect(box.button('Send').disabled).to.equal(true);
    box.element.lang = 'ko';
    await box.settled();
    expect(box.button('보내기').disabled).to.equal(true);
    expect(box.composer.getAttribute('aria-label')).to.equal('메시지');
    expect(box.text).to.contain('아직 메시지가 없습니다').and.contain('연결됨');
    expect(box.get('section').lang).to.equal('ko');
  });

  it('has every text in both tongues, and none left untranslated', () => {
    const texts = (words: object): [string, string][] =>
      Object.entries(words).flatMap(([key, value]) => {
        if (typeof value === 'object') return texts(value as object);
        const text: unknown = typeof value === 'function' ? value('7') : value;
        return [[key, String(text)]];
      });
    const korean = new Map(texts(STRINGS.ko));
    for (const [key, text] of texts(STRINGS.en)) {
      expect(text, key).to.not.equal('');
      expect(korean.get(key), key).to.match(/[가-힣]/);
    }
    expect(korean.size).to.equal(new Map(texts(STRINGS.en)).size);
  });

  it('counts', () => {
    expect(STRINGS.en.newMessages(1)).to.equal('1 new message');
    expect(STRINGS.en.newMessages(2)).to.equal('2 new messages');
    expect(STRINGS.ko.newMessages(2)).to.equal('새 메시지 2개');
    expect(STRINGS.en.tooLong(1)).to.equal('1 character too long');
  });
});
