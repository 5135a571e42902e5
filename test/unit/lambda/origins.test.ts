import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Origins, readOrigins } from '../../../src/lambda/origins.js';

const GOOD = 'https://good.example';

/** Looks like the one that is listed, or like none at all. */
const OTHERS = [
  'https://good.example.evil.com',
  'https://evil.com/https://good.example',
  'https://evilgood.example',
  'https://good.example:8443',
  'https://good.example/',
  'https://good.example.',
  'http://good.example',
  'https://sub.good.example',
  'https://good-example',
  'https://goodxexample',
  'https://Good.example',
  'https://good.example https://evil.com',
  ' https://good.example',
  'null',
  '*',
  '',
  'undefined',
];

describe('a list of origins', () => {
  const origins = new Origins([GOOD, 'http://localhost:8080']);

  it('lets in what is on it', () => {
    for (const origin of [GOOD, 'http://localhost:8080']) {
      assert.ok(origins.admits(origin) && origins.admitsSocket(origin));
      assert.equal(origins.readers(origin), origin);
    }
  });

  for (const origin of OTHERS) {
    it(`refuses "${origin}", and lets it read nothing`, () => {
      assert.equal(origins.admits(origin), false);
      assert.equal(origins.admitsSocket(origin), false);
      assert.equal(origins.readers(origin), undefined);
    });
  }

  it('lets a request without an origin ask, which is no page, but open no socket, and names nobody who may read', () => {
    assert.equal(origins.admits(undefined), true);
    assert.equal(origins.admitsSocket(undefined), false);
    assert.equal(origins.readers(undefined), undefined);
  });

  it('is for answers that are written before: the one, or all where there are more', () => {
    assert.equal(new Origins([GOOD]).fixedReaders, GOOD);
    assert.equal(origins.fixedReaders, '*');
    assert.equal(new Origins().fixedReaders, '*');
  });
});

describe('no list', () => {
  it('lets everybody in and repeats no origin', () => {
    const origins = new Origins();
    for (const origin of [GOOD, 'null', undefined]) {
      assert.ok(origins.admits(origin) && origins.admitsSocket(origin));
      assert.equal(origins.readers(origin), '*');
    }
  });
});

describe('readOrigins', () => {
  const read = (text: string) => readOrigins('CHAT_ORIGINS', text).list;

  it('reads a list, apart by white space or commas', () => {
    const list = [GOOD, 'http://localhost:8080', 'http://[::1]:8080', 'https://xn--vk1b.example'];
    assert.deepEqual(read(` ${list[0]},${list[1]} ,\n${list[2]}\t${list[3]} `), list);
  });

  it('refuses a list of none', () => {
    for (const text of ['', ' ', ' , ']) {
      assert.throws(() => read(text), { message: 'unable to start; CHAT_ORIGINS lists no origin' });
    }
  });

  it('reads a star as all', () => assert.equal(read(' * '), undefined));

  for (const [what, text, number, hint] of [
    ['a path', `${GOOD}/`, 1, GOOD],
    ['a page', `${GOOD} https://other.example/chat?x`, 2, 'https://other.example'],
    ['capitals', 'https://Good.example', 1, GOOD],
    ['the usual port', 'https://good.example:443', 1, GOOD],
    ['a name as people write it', 'https://한국.example', 1, 'https://xn--3e0b707e.example'],
    ['credentials', 'https://user:secret@good.example', 1, GOOD],
    ['no protocol', 'good.example', 1, undefined],
    ['a pattern', 'https://*.good.example', 1, undefined],
    ['a quote', 'https://good"example', 1, undefined],
    ['null', 'null', 1, undefined],
    ['a star among others', `${GOOD}, *`, 2, undefined],
    ['another protocol', 'wss://good.example', 1, undefined],
    ['a file', 'file:///home/page.html', 1, undefined],
  ] as const) {
    it(`refuses ${what}, and says what may be meant`, () => {
      assert.throws(() => read(text), {
        name: 'SettingError',
        message:
          'unable to start; CHAT_ORIGINS must list origins as browsers say them, like https://example.com, or be "*"; ' +
          `number ${number} is none${hint ? `, but ${hint} is` : ''}`,
      });
    });
  }
});
