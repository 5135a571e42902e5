import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { LIMITS, NEXT_HEADER } from '../../src/contract/index.js';
import { withSend } from '../unit/lambda/fixture.js';
import { attackCase } from './case.js';
import { assertRefused, Chat } from './chat.js';
import { noDatabase } from './databases.js';

let chat: Chat;
let token: string;

before(async () => {
  chat = await Chat.open();
  token = await chat.token('mina');
});

const good = (): Record<string, unknown> => ({
  room_id: chat.room,
  user_id: 'mina',
  name: 'mina',
  text: 'x',
});

/** A body in which the text is exactly this JSON. */
const withText = (json: string): string => JSON.stringify(good()).replace('"x"', () => json);

const nested = (depth: number, open: string, close: string): string =>
  open.repeat(depth) + close.repeat(depth);

describe('pages', () => {
  attackCase(
    45,
    'cursors and limits that are none: tampered, foreign, negative, too many, not numbers',
    '400, before the database is asked',
    async () => {
      const door = chat.on(noDatabase);
      const query: Record<string, readonly string[]> = {
        limit: ['0', '-1', '1e9', '1000000000', 'NaN', 'Infinity', '1.5', ' 1', '', '501', '0x10', '١'],
        before: [
          '',
          '-1',
          'NaN',
          'Infinity',
          '1e12',
          '0x10',
          '1,5',
          '1 OR 1=1',
          '99999999999999',
          '1.0001',
          'null',
          '{}',
          '١٧',
        ],
      };
      query['after'] = query['before'] ?? [];
      for (const [name, values] of Object.entries(query)) {
        for (const value of values) {
          const answer = await door.get(token, { [name]: value });
          assert.equal(answer.status, 400, `${name}=${value}`);
          assertRefused(answer, 'invalid_request', `${name}=${value}`);
        }
      }
      assertRefused(await door.get(token, { before: '1', after: '1' }), 'invalid_request');
    },
  );

  attackCase(
    45,
    'a cursor is walked past both ends and changed by a thousandth on the way',
    'no message is doubled or of another room, and the walk ends',
    async () => {
      const own = await Chat.open();
      const reader = await own.token('mina');
      const texts = Array.from({ length: 7 }, (_, index) => `message ${index}`);
      for (const text of texts) await own.does('mina', { text });
      const walked: string[] = [];
      for (let cursor: string | undefined = '0'; cursor !== undefined; ) {
        const answer = await own.get(reader, { after: cursor, limit: '2' });
        walked.push(...(JSON.parse(answer.body) as { message: string }[]).map(({ message }) => message));
        cursor = answer.headers[NEXT_HEADER];
      }
      assert.deepEqual(walked, texts);
      for (const query of [{ before: '0' }, { before: '0.001' }, { after: '9999999999999.999' }]) {
        assert.equal((await own.get(reader, query)).body, '[]');
      }
    },
  );
});

describe('bodies', () => {
  attackCase(
    47,
    'a PUT brings no JSON, null, [], a number, a text, nothing, bytes that are no UTF-8, and 1 MB',
    '400, or 413, before the database is asked',
    async () => {
      const door = chat.on(noDatabase);
      for (const body of [
        '',
        '{',
        'null',
        '[]',
        '7',
        '"text"',
        'true',
        `${JSON.stringify(good())}x`,
        '\u0000',
      ]) {
        const answer = await door.put(token, body);
        assert.equal(answer.status, 400, body);
        assertRefused(answer, 'invalid_request', body);
      }
      const bytes = Buffer.from(withText('"\u00ff"'), 'latin1');
      assertRefused(await door.putBytes(token, bytes), 'invalid_request');
      assertRefused(await door.putBytes(token, new Uint8Array(0)), 'invalid_request');
      for (const length of [LIMITS.bodyBytes + 1, 1_000_000]) {
        const answer = await door.put(token, withText(JSON.stringify('x'.repeat(length))));
        assert.equal(answer.status, 413);
        assertRefused(answer, 'body_too_large');
      }
    },
  );

  attackCase(
    47,
    'a frame is no JSON, null, [], a number, nothing, an unknown action, and more than 32 KB',
    'each is answered with an error frame; the connection still answers a ping',
    async () => {
      const connection = await chat.joins('mina');
      for (const frame of [
        '',
        '{',
        'null',
        '[]',
        '7',
        '"ping"',
        '{"action":"delete"}',
        '{"action":["ping"]}',
        '{"action":"token"}',
        '{"action":"token","token":7}',
        '{"action":"__proto__"}',
      ]) {
        assertRefused(await chat.frame(connection, frame), 'invalid_request', frame);
      }
      const large = JSON.stringify({ action: 'ping', padding: 'x'.repeat(LIMITS.frameBytes) });
      assertRefused(await chat.frame(connection, large), 'body_too_large');
      assertRefused(await chat.frame('nobody', { action: 'ping' }), 'not_connected');
      assert.match((await chat.frame(connection, { action: 'ping' })).body, /^\{"type":"pong"/);
    },
  );

  attackCase(
    49,
    '`__proto__`, `constructor` and `prototype` in a body, a frame, a query and a token’s rooms',
    'they change nothing of any object, and are no fields and no rooms',
    async () => {
      const pollution =
        '"__proto__":{"polluted":true,"text":"x"},"constructor":{"prototype":{"polluted":true}}';
      const body = JSON.stringify(good());
      const answer = await chat.put(token, `{${pollution},${body.slice(1)}`);
      assert.equal(answer.status, 200, answer.body);
      assert.ok(!answer.body.includes('polluted'));
      // What stands in a prototype is no field of the body.
      assertRefused(await chat.put(token, `{"__proto__":${body}}`), 'invalid_request');
      assertRefused(await chat.put(token, { ...good(), kind: '__proto__' }), 'invalid_request');
      assertRefused(await chat.put(token, { ...good(), kind: 'constructor' }), 'invalid_request');
      assertRefused(await chat.frame('nobody', `{${pollution},"action":"ping"}`), 'not_connected');
      assert.equal((await chat.get(token, JSON.parse(`{${pollution}}`) as object)).status, 200);
      for (const room_id of ['__proto__', 'constructor', 'toString']) {
        assertRefused(await chat.get(token, { room_id }), 'forbidden', room_id);
      }
      assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    },
  );

  attackCase(
    49,
    'JSON 10,000 deep, 2,000 fields, half a surrogate pair, NUL and other control characters',
    '400, or the message as it was sent without what is no field; never an error of the server',
    async () => {
      for (const deep of [nested(10_000, '[', ']'), nested(5_000, '{"a":', '}').replace('}', '1}')]) {
        assertRefused(await chat.put(token, withText(deep)), 'invalid_request', 'deep');
      }
      for (const text of [
        '"\\ud800"',
        '"\\udc00x"',
        '"a\\u0000b"',
        '"\\u001b[31m"',
        '"\\u0085"',
        '"   "',
        '""',
      ]) {
        assertRefused(await chat.put(token, withText(text)), 'invalid_request', text);
      }
      for (const field of ['room_id', 'user_id', 'name', 'id']) {
        for (const value of ['a\u0000b', 'a\nb', '\ud800', '', 7, null, [], {}, ['mina'], true]) {
          const answer = await chat.put(token, JSON.stringify({ ...good(), [field]: value }));
          assertRefused(answer, 'invalid_request', `${field} ${JSON.stringify(value)}`);
        }
      }
      const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`key ${index}`, index]));
      const item = await chat.does('mina', { ...many, text: 'many' });
      assert.ok(!Object.keys(item).some((key) => key.startsWith('key')));
    },
  );
});

describe('errors', () => {
  attackCase(
    115,
    'DynamoDB refuses a call, or the code breaks, with a text that quotes the request',
    '500 in words of ours: no text, name or stack leaves',
    async () => {
      const quoting = (name: string, status: number, fault: string) =>
        Object.assign(new Error('AWS-TEXT: Value at keys.room_id'), {
          name,
          $fault: fault,
          $metadata: { httpStatusCode: status },
        });
      for (const [error, code] of [
        [quoting('ValidationException', 400, 'client'), 'internal'],
        [quoting('AccessDeniedException', 400, 'client'), 'internal'],
        [quoting('ResourceNotFoundException', 400, 'client'), 'internal'],
        [new TypeError('AWS-TEXT: Cannot read properties'), 'internal'],
        ['AWS-TEXT', 'internal'],
      ] as const) {
        const broken = await Chat.open({ store: withSend(() => Promise.reject(error)) });
        const known = await broken.token('mina');
        const body = { ...good(), room_id: broken.room };
        for (const answer of [
          await broken.get(known),
          await broken.put(known, body),
          await broken.connect(known, { user_id: 'mina' }),
          await broken.frame('c', { action: 'ping' }),
        ]) {
          assertRefused(answer, code);
          assert.doesNotMatch(
            answer.body + JSON.stringify(answer.headers),
            /AWS-TEXT|Exception|TypeError|\bat \S+:\d+|room_id/,
          );
        }
      }
    },
  );
});
