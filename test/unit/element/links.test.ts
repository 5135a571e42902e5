import { expect } from '@open-wc/testing';
import { type Part, partsOf } from '../../../src/element/links.js';
import { Box } from './box.js';
import { FakeRoom, messageOf } from './fake-room.js';

/** The text with its links in brackets. */
const drawn = (text: string) =>
  partsOf(text)
    .map((part) => (typeof part === 'string' ? part : `[${part.text}]`))
    .join('');

const hrefOf = (text: string) => {
  const links = partsOf(text).filter((part): part is Exclude<Part, string> => typeof part !== 'string');
  return links.map(({ href }) => href).join(' ');
};

/** The cases of the section "Autolinks (extension)" of the specification of GitHub Flavored Markdown. */
const GFM = [
  ['www.commonmark.org', '[www.commonmark.org]'],
  ['Visit www.commonmark.org/help for more.', 'Visit [www.commonmark.org/help] for more.'],
  ['Visit www.commonmark.org.', 'Visit [www.commonmark.org].'],
  ['Visit www.commonmark.org/a.b.', 'Visit [www.commonmark.org/a.b].'],
  ['www.google.com/search?q=Markup+(business)', '[www.google.com/search?q=Markup+(business)]'],
  ['www.google.com/search?q=Markup+(business)))', '[www.google.com/search?q=Markup+(business)]))'],
  ['(www.google.com/search?q=Markup+(business))', '([www.google.com/search?q=Markup+(business)])'],
  ['(www.google.com/search?q=Markup+(business)', '([www.google.com/search?q=Markup+(business)]'],
  ['www.google.com/search?q=(business))+ok', '[www.google.com/search?q=(business))+ok]'],
  ['www.google.com/search?q=commonmark&hl=en', '[www.google.com/search?q=commonmark&hl=en]'],
  ['www.google.com/search?q=commonmark&hl;', '[www.google.com/search?q=commonmark]&hl;'],
  ['www.commonmark.org/he<lp', '[www.commonmark.org/he]<lp'],
  ['http://commonmark.org', '[http://commonmark.org]'],
  ['(Visit https://google.com/search?q=a+(b))', '(Visit [https://google.com/search?q=a+(b)])'],
  ['foo@bar.baz', '[foo@bar.baz]'],
  [
    "hello@mail+xyz.example isn't, hello+xyz@mail.example is",
    "hello@mail+xyz.example isn't, [hello+xyz@mail.example] is",
  ],
  ['a.b-c_d@a.b', '[a.b-c_d@a.b]'],
  ['a.b-c_d@a.b.', '[a.b-c_d@a.b].'],
  ['a.b-c_d@a.b-', 'a.b-c_d@a.b-'],
  ['a.b-c_d@a.b_', 'a.b-c_d@a.b_'],
  ['mailto:foo@bar.baz', '[mailto:foo@bar.baz]'],
  ['mailto:a.b-c_d@a.b.', '[mailto:a.b-c_d@a.b].'],
  ['mailto:a.b-c_d@a.b/', '[mailto:a.b-c_d@a.b]/'],
  ['mailto:a.b-c_d@a.b-', 'mailto:a.b-c_d@a.b-'],
  ['http://a_b.c.d', '[http://a_b.c.d]'],
  ['http://a.b_c.d', 'http://a.b_c.d'],
  ['http://a.b.c_d', 'http://a.b.c_d'],
  ['http://localhost', 'http://localhost'],
  ['*http://a.b* _http://a.b_ ~www.a.b~', '*[http://a.b]* _[http://a.b]_ ~[www.a.b]~'],
  ['http://a.b/?!.,:*_~', '[http://a.b/]?!.,:*_~'],
  ['http://a.b, https://c.d; www.e.f', '[http://a.b], [https://c.d]; [www.e.f]'],
] as const;

const IN_SENTENCES = [
  ['여기https://a.kr입니다', '여기[https://a.kr]입니다'],
  ['https://a.kr/b?c=1에서 봤어요', '[https://a.kr/b?c=1]에서 봤어요'],
  ['링크(https://a.kr/b)를 보세요', '링크([https://a.kr/b])를 보세요'],
  ['링크:www.a.kr, 메일은foo@a.kr로', '링크:[www.a.kr], 메일은[foo@a.kr]로'],
  ['https://ko.wikipedia.org/wiki/대한민국', '[https://ko.wikipedia.org/wiki/대한민국]'],
  ['https://한글.한국/길', '[https://한글.한국/길]'],
  ['見てhttps://a.jp/b。「https://a.jp」', '見て[https://a.jp/b]。「[https://a.jp]」'],
  ['“https://a.kr”', '“[https://a.kr]”'],
  ['1.https://a.kr 2.https://b.kr', '1.[https://a.kr] 2.[https://b.kr]'],
  ['xhttps://a.kr awww.a.kr', 'xhttps://a.kr awww.a.kr'],
] as const;

const NO_LINKS = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  '&#106;avascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https',
  'ftp://foo.bar.baz',
  'https://',
  'https://.',
  'https://1',
  'http:/a.b',
  'https://good.example@evil.example',
  'https://good.example:x@evil.example/',
] as const;

describe('links', () => {
  for (const [text, parts] of [...GFM, ...IN_SENTENCES]) {
    it(`are where the text has them: ${text}`, () => {
      expect(drawn(text)).to.equal(parts);
    });
  }

  for (const text of NO_LINKS) {
    it(`are not made of ${JSON.stringify(text)}`, () => expect(partsOf(text)).to.deep.equal([text]));
  }

  it('lead where they say', () => {
    expect(hrefOf('www.a.kr/b')).to.equal('http://www.a.kr/b');
    expect(hrefOf('HTTPS://A.kr')).to.equal('https://a.kr/');
    expect(hrefOf('foo@a.kr mailto:foo@a.kr')).to.equal('mailto:foo@a.kr mailto:foo@a.kr');
    expect(hrefOf('https://한글.한국')).to.equal('https://xn--bj0bj06e.xn--3e0b707e/');
    expect(hrefOf('https://\u0430pple.com')).to.equal('https://xn--pple-43d.com/');
    expect(hrefOf('https://a.kr\\@evil.example')).to.equal('https://a.kr/@evil.example');
  });

  it('end before what is invisible or turns the direction', () => {
    expect(drawn('https://a.kr/\u202egnp.exe')).to.equal('[https://a.kr/]\u202egnp.exe');
    expect(drawn('https://a.kr\u200b.evil.example')).to.equal('[https://a.kr]\u200b.evil.example');
  });

  for (const unit of [
    'a',
    'a@',
    'a.',
    'a@a.',
    '@',
    'www.',
    'https://',
    'https://a.b가',
    'https://a.b/)',
    'mailto:',
    'a@a.b ',
  ]) {
    it(`say the same of 4,000 characters of ${JSON.stringify(unit)}, and hold all of them`, () => {
      const text = unit.repeat(4_000 / unit.length);
      const joined = partsOf(text).map((part) => (typeof part === 'string' ? part : part.text));
      expect(joined.join('')).to.equal(text);
    });
  }

  it('take no longer to find in a hostile text than in many words, but for a factor', () => {
    // What grows with the square of the length is a thousand times as slow at this one.
    const length = 32_000;
    const words = timeOf('a@ '.repeat(length / 3));
    const units = ['a', '1', 'a@', 'a.', 'a-', 'a@a', 'a@a.', 'a@a-', 'www.', 'mailto:', ...LINKS];
    for (const unit of units) {
      for (const tail of ['', ')', '&a;', '.', ';', 'a', '@', '-']) {
        const half = length / (tail ? 2 : 1);
        const text = `@ ${unit.repeat(half / unit.length)}${tail.repeat(length - half)}`;
        // A busy machine is slow now and then; what grows with the square is slow each time.
        const isFast = [1, 2, 3, 4, 5].some(() => timeOf(text) / words < 200);
        expect(isFast, unit + tail).to.equal(true);
      }
    }
  });
});

const LINKS = ['https://', 'https://a.b가', 'https://a.b/', 'https://a.b/)', 'https://a.b;'] as const;

/** The best of three, since whatever else the machine does only makes it longer. */
function timeOf(text: string): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    partsOf(text);
    return performance.now() - start;
  });
  return Math.max(0.5, Math.min(...times));
}

describe('a link in a message', () => {
  const show = async (text: string) => {
    const box = await Box.show(new FakeRoom({ messages: [messageOf(text)] }));
    return { box, links: [...box.list.querySelectorAll('a')] };
  };

  it('says what was written, opens elsewhere, and tells nobody where it was', async () => {
    const text = 'see https://a.kr/?q=<b> & www.b.kr';
    const { box, links } = await show(text);
    expect(box.texts).to.deep.equal([text]);
    expect(links.map((link) => link.textContent)).to.deep.equal(['https://a.kr/?q=', 'www.b.kr']);
    for (const link of links) {
      expect(link.target).to.equal('_blank');
      expect([...link.relList]).to.have.members(['noopener', 'noreferrer', 'nofollow', 'ugc']);
      expect(getComputedStyle(link).unicodeBidi).to.equal('isolate');
    }
    await expect(box.element).to.be.accessible();
  });

  it('is looked for once, whatever happens around its message', async () => {
    const messages = [messageOf('see https://a.kr'), messageOf('from a moderator', { role: 'moderator' })];
    const source = new FakeRoom({ messages });
    const box = await Box.show(source);
    const looked: string[] = [];
    const { matchAll, normalize } = String.prototype;
    Object.assign(String.prototype, {
      matchAll(this: string, pattern: RegExp) {
        looked.push(String(this));
        return matchAll.call(this, pattern);
      },
      // The form of names that are compared with a moderator's.
      normalize(this: string, form?: string) {
        if (form === 'NFKD') looked.push(String(this));
        return normalize.call(this, form);
      },
    });
    try {
      source.receive(messageOf('news of https://b.kr', { name: 'Bob' }));
      source.rule({ settings: { frozen: true, slow: 0 } });
      await box.settled();
    } finally {
      Object.assign(String.prototype, { matchAll, normalize });
    }
    expect(looked).to.deep.equal(['Bob', 'news of https://b.kr']);
  });

  it('changes with its message', async () => {
    const message = messageOf('see https://a.kr');
    const source = new FakeRoom({ messages: [message] });
    const box = await Box.show(source);
    source.replace(message, { text: 'see nothing' });
    await box.settled();
    expect(box.list.querySelector('a')).to.equal(null);
    source.replace(message, { text: 'https://b.kr' });
    await box.settled();
    expect(box.list.querySelector('a')?.href).to.equal('https://b.kr/');
  });
});
