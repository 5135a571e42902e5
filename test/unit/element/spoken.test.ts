import { expect } from '@open-wc/testing';
import { mentions } from '../../../src/element/announcer/spoken.js';

describe('a name in a text', () => {
  for (const [name, text] of [
    ['Ada', '@ada: look'],
    ['Ada', 'thanks, Ada.'],
    ['Ada Lovelace', 'ask ada lovelace'],
    ['민지', '민지야 안녕'],
    ['민지', '@민지님이 말했어요'],
    ['서준', '서준아!'],
    ['민지', '민지는 어디?'],
    ['田中', '今日は田中さんが来ます'],
    ['ليلى', 'شكرا ليلى!'],
    ['Zoë', 'Zoe\u0308, hello'],
    ['C++', 'is C++ there?'],
    ['(x)', 'see (x)'],
  ] as const) {
    it(`is ${name} in “${text}”`, () => expect(mentions(text, name)).to.equal(true));
  }

  for (const [name, text] of [
    ['Ada', 'adapt it'],
    ['Ada', 'Granada'],
    ['Ada', 'ada_l'],
    ['민지', '민지훈이 왔다'],
    ['민지', '김민지는'],
    ['', 'hello'],
    ['.*', 'hello'],
  ] as const) {
    it(`is no ${name || 'nobody'} in “${text}”`, () => expect(mentions(text, name)).to.equal(false));
  }
});
