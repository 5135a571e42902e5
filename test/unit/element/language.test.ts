import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { en } from '../../../src/element/languages/en.js';
import { ko } from '../../../src/element/languages/ko.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

const SEND = {
  en: 'Send',
  ko: '보내기',
  ja: '送信',
  zh: '发送',
  es: 'Enviar',
  fr: 'Envoyer',
  de: 'Senden',
  ar: 'إرسال',
} as const;

/** The locale of a box inside this tree. */
async function localeIn(tree: ReturnType<typeof html>): Promise<string> {
  const root = await fixture(tree);
  const box = new Box(
    root.matches('chat-room') ? (root as never) : (root.querySelector('chat-room') as never),
  );
  await box.settled();
  return box.get('section').lang;
}

describe('the language', () => {
  const page = document.documentElement.lang;
  afterEach(() => {
    document.documentElement.lang = page;
  });

  it('is the one of the element, else of what is around it, else of the page', async () => {
    document.documentElement.lang = 'ko';
    expect(await localeIn(html`<chat-room></chat-room>`)).to.equal('ko');
    expect(await localeIn(html`<div lang="en-GB"><b><chat-room></chat-room></b></div>`)).to.equal('en-GB');
    expect(await localeIn(html`<div lang="en"><chat-room lang="ko-KR"></chat-room></div>`)).to.equal('ko-KR');
  });

  it("is the visitor's when the page does not say", async () => {
    document.documentElement.removeAttribute('lang');
    const [visitor] = navigator.language.split('-');
    // WebKitGTK on a machine without any.
    const language = visitor === 'C' ? 'en' : visitor;
    expect(await localeIn(html`<chat-room></chat-room>`)).to.match(new RegExp(`^${language}`));
  });

  it('is found around a shadow root', async () => {
    const host = await fixture(html`<div lang="ko"></div>`);
    const inside = document.createElement('chat-room');
    host.attachShadow({ mode: 'open' }).append(inside);
    const box = new Box(inside);
    await box.settled();
    expect(box.get('section').lang).to.equal('ko');
  });

  for (const [tag, locale] of [
    ['ko_KR', 'ko-KR'],
    ['KO', 'ko'],
    ['fr-CA', 'fr-CA'],
    ['zh-Hans-CN', 'zh-Hans-CN'],
    ['sv', 'en'],
    ['kok', 'en'],
    ['not a tag!', 'en'],
    ['constructor', 'en'],
  ] as const) {
    it(`for "${tag}" is ${locale}`, async () => {
      expect(await localeIn(html`<chat-room lang=${tag}></chat-room>`)).to.equal(locale);
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

  it('follows the page when that changes its own', async () => {
    document.documentElement.lang = 'en';
    const box = await Box.show(new FakeRoom());
    box.element.removeAttribute('lang');
    document.documentElement.lang = 'de';
    await waitUntil(() => box.get('section').lang === 'de', 'the box stays as it was');
    expect(box.findButton(SEND.de) === undefined).to.equal(false);
  });

  for (const [lang, send] of Object.entries(SEND)) {
    it(`is ${lang} from the first look at it on`, async () => {
      const element = document.createElement('chat-room');
      element.lang = lang;
      element.source = new FakeRoom();
      (await fixture(html`<div></div>`)).append(element);
      while (element.shadowRoot?.childElementCount === 0 || !element.hasUpdated) await element.updateComplete;
      const box = new Box(element);
      expect(box.findButton(send) === undefined).to.equal(false);
    });
  }

  it('runs from right to left in Arabic, whatever the page does', async () => {
    const room = () => new FakeRoom({ messages: [messageOf('hello', { userId: 'ada', name: 'Ada' })] });
    const [arabic, german] = [await Box.show(room(), { lang: 'ar' }), await Box.show(room(), { lang: 'de' })];
    const sideOf = (box: Box) => {
      const [bubble, list] = [box.get('.bubble').getBoundingClientRect(), box.list.getBoundingClientRect()];
      return bubble.left - list.left > list.right - bubble.right ? 'right' : 'left';
    };
    expect([sideOf(arabic), sideOf(german)]).to.deep.equal(['right', 'left']);
    expect(arabic.get('section').dir).to.equal('rtl');
    (german.element.parentElement as HTMLElement).dir = 'rtl';
    expect(sideOf(german)).to.equal('left');
  });

  it('begins the name of a room, and an empty composer, where the box begins', async () => {
    const box = await Box.show(new FakeRoom({ id: 'lobby' }), { lang: 'ar' });
    const range = document.createRange();
    range.selectNodeContents(box.get('bdi'));
    expect(range.getBoundingClientRect().right).to.be.closeTo(
      box.get('bdi').getBoundingClientRect().right,
      0.1,
    );
    expect(getComputedStyle(box.composer).direction).to.equal('rtl');
    await box.type('hello');
    expect(getComputedStyle(box.composer).direction).to.equal('ltr');
    await box.type('مرحبا');
    expect(getComputedStyle(box.composer).direction).to.equal('rtl');
  });

  it('takes words of the page for its own, also in a language that it does not speak', async () => {
    const box = await Box.show(new FakeRoom(), { lang: 'he' });
    expect(box.get('section').lang).to.equal('en');
    box.element.strings = { placeholder: 'כתיבת הודעה', send: 'שליחה' };
    await box.settled();
    expect(box.composer.placeholder).to.equal('כתיבת הודעה');
    expect(box.findButton('שליחה') === undefined).to.equal(false);
    expect(box.text).to.contain('No messages yet');
    expect([box.get('section').lang, box.get('section').dir]).to.deep.equal(['he', 'rtl']);
    box.element.strings = undefined;
    await box.settled();
    expect([box.composer.placeholder, box.get('section').dir]).to.deep.equal([en.placeholder, 'ltr']);
  });

  it('counts in English and Korean', () => {
    expect(en.newMessages(1)).to.equal('1 new message');
    expect(en.newMessages(2)).to.equal('2 new messages');
    expect(ko.newMessages(2)).to.equal('새 메시지 2개');
    expect(en.tooLong(1)).to.equal('1 character too long');
  });
});
