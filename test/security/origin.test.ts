import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { attackCase } from './case.js';
import { type Answer, assertRefused, Chat, SITE } from './chat.js';

const FOREIGN = [
  'https://good.example.evil.com',
  'https://evil-good.example',
  'https://evilgood.example',
  'https://sub.good.example',
  'https://goodXexample',
  'http://good.example',
  'https://good.example:8443',
  'https://good.example/',
  'https://good.example.',
  'https://GOOD.example',
  'https://good.example@evil.com',
  'https://good.example, https://evil.com',
  ' https://good.example',
  'null',
  'file://',
  '*',
  '',
];

const OTHER_SITE = 'https://shop.example:8443';

let chat: Chat;
let token: string;

before(async () => {
  chat = await Chat.open({ settings: { CHAT_ORIGINS: `${SITE} ${OTHER_SITE}` } });
  token = await chat.token('mina');
});

const allowed = ({ headers }: Answer): string | undefined => headers['Access-Control-Allow-Origin'];

const body = () => ({ room_id: chat.room, user_id: 'mina', name: 'mina', text: 'x' });

describe('a page’s origin', () => {
  for (const origin of FOREIGN) {
    attackCase(
      55,
      `a page of “${origin}” asks, with a good token`,
      '403 for REST and for the socket, nothing is stored, and no answer allows it to read',
      async () => {
        const log = await chat.log();
        for (const name of ['Origin', 'origin', 'ORIGIN']) {
          const headers = { [name]: origin };
          for (const answer of [await chat.get(token, {}, headers), await chat.put(token, body(), headers)]) {
            assert.equal(answer.status, 403, name);
            assertRefused(answer, 'forbidden', name);
            assert.equal(allowed(answer), undefined);
            assert.equal(answer.headers['Vary'], 'Origin');
            assert.equal(answer.headers['Access-Control-Allow-Credentials'], undefined);
          }
        }
        assertRefused(await chat.connect(token, { user_id: 'mina' }, { Origin: origin }), 'forbidden');
        assert.deepEqual(await chat.log(), log);
      },
    );
  }

  attackCase(55, 'a socket is opened that names no origin, as no browser does', '403', async () => {
    assertRefused(await chat.connect(token, { user_id: 'mina' }, { Origin: undefined }), 'forbidden');
  });

  attackCase(
    55,
    'pages of the two sites that are listed ask, one of them without a good token',
    'each may read its answer, the refusal too, under its own name only',
    async () => {
      for (const origin of [SITE, OTHER_SITE]) {
        for (const [given, status] of [
          [token, 200],
          ['none', 401],
        ] as const) {
          const answer = await chat.get(given, {}, { Origin: origin });
          assert.deepEqual([answer.status, allowed(answer)], [status, origin]);
        }
        assert.equal((await chat.connect(token, { user_id: 'mina' }, { Origin: origin })).status, 200);
      }
    },
  );

  attackCase(
    55,
    'a request that is no page’s names no origin',
    'its token decides, and the answer is readable by no page of another origin',
    async () => {
      const answer = await chat.get(token);
      assert.deepEqual([answer.status, allowed(answer)], [200, undefined]);
      assertRefused(await chat.get(undefined), 'unauthorized');
    },
  );
});
