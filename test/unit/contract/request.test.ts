import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import {
  LIMITS,
  parseConnectQuery,
  parseMessageRequest,
  parsePageQuery,
  parsePutRequest,
  WireError,
} from '../../../src/contract/index.js';

const put = { room_id: 'lobby', user_id: 'mina', name: '미나', text: '안녕하세요' };

/** The message of the `invalid_request` that `parse` throws. */
function refusal(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    expect(error).to.be.instanceOf(WireError);
    expect(error).to.include({ code: 'invalid_request', status: 400, retryable: false });
    return (error as WireError).message;
  }
  return 'accepted';
}

describe('parsePutRequest', () => {
  it('takes the four fields of the source document, and nothing else that the body holds', () => {
    expect(parsePutRequest({ ...put, admin: true })).to.deep.equal(put);
  });

  it('takes an id', () => {
    expect(parsePutRequest({ ...put, id: 'a-1' }).id).to.equal('a-1');
  });

  const refused: [string, unknown, string][] = [
    ['null', null, 'expected an object, got null'],
    ['an array', [put], 'expected an object, got array'],
    ['a string', 'hello', 'expected an object, got string'],
    ['no room_id', { ...put, room_id: undefined }, '"room_id" is missing'],
    ['an empty user_id', { ...put, user_id: '' }, '"user_id" must not be empty'],
    ['a numeric user_id', { ...put, user_id: 7 }, '"user_id" must be a string, got number'],
    ['a null name', { ...put, name: null }, '"name" must be a string, got null'],
    ['a list as text', { ...put, text: ['hi'] }, '"text" must be a string, got array'],
    ['a blank text', { ...put, text: ' \n\t' }, '"text" must not be blank'],
    [
      'a line break in a room_id',
      { ...put, room_id: 'a\nb' },
      '"room_id" must not contain control characters',
    ],
    [
      'a NUL in a text',
      { ...put, text: 'a\u0000b' },
      '"text" must not contain control characters other than tabs and line breaks',
    ],
    ['half an emoji', { ...put, text: 'a\ud83d' }, '"text" must be well-formed Unicode'],
    ['an over-long name', { ...put, name: 'n'.repeat(81) }, '"name" must have at most 80 characters, got 81'],
    [
      'an over-long text',
      { ...put, text: '가'.repeat(4001) },
      '"text" must have at most 4000 characters, got 4001',
    ],
    ['an empty id', { ...put, id: '' }, '"id" must not be empty'],
    ['an over-long id', { ...put, id: 'x'.repeat(129) }, '"id" must have at most 128 characters, got 129'],
    ['a target without a kind', { ...put, target: 1 }, '"target" belongs to a change; "kind" is missing'],
    [
      'fields that only __proto__ holds',
      JSON.parse(`{"__proto__":${JSON.stringify(put)}}`),
      '"room_id" is missing',
    ],
  ];
  for (const [description, body, reason] of refused) {
    it(`refuses ${description}`, () => {
      expect(refusal(() => parsePutRequest(body))).to.equal(`unable to store the message; ${reason}`);
    });
  }

  it('counts code points, not UTF-16 units', () => {
    const text = '😀'.repeat(LIMITS.text);
    expect(parseMessageRequest({ ...put, text }).text).to.equal(text);
    expect(refusal(() => parsePutRequest({ ...put, text: `${text}😀` }))).to.contain('got 4001');
  });

  it('gives back what it accepts unchanged, and refuses everything else with its own error', () => {
    const field = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 200 }), fc.anything());
    const body = fc.record(
      { room_id: field, user_id: field, name: field, text: field, id: field },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(body, fc.anything()), (value) => {
        try {
          const { ...request } = parsePutRequest(value);
          expect(value).to.include(request);
          expect(JSON.parse(JSON.stringify(request))).to.deep.equal(request);
        } catch (error) {
          expect(error).to.be.instanceOf(WireError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('accepts every well-formed body within the limits', () => {
    const id = fc.stringMatching(/^[\p{L}\p{N} ._~-]{1,64}$/u).filter((value) => value.length <= LIMITS.id);
    const text = fc
      .stringMatching(/^[\p{L}\p{So}\n\t ]*\p{L}$/u)
      .filter((value) => value.length <= LIMITS.text);
    fc.assert(
      fc.property(fc.record({ room_id: id, user_id: id, name: id, text, id }), (body) => {
        expect(parsePutRequest(body)).to.deep.equal(body);
      }),
    );
  });
});

describe('parseMessageRequest', () => {
  it('takes no change for a message', () => {
    expect(refusal(() => parseMessageRequest({ ...put, kind: 'edit' }))).to.equal(
      'unable to store the message; "kind" belongs to a change',
    );
  });
});

describe('parsePageQuery', () => {
  it('asks for changes by this word alone', () => {
    expect(parsePageQuery({ room_id: 'r', changes: 'true' }).changes).to.equal(true);
    for (const changes of ['', '1', 'yes', 'TRUE', true, undefined]) {
      expect(parsePageQuery({ room_id: 'r', changes })).to.deep.equal({ room_id: 'r', limit: 100 });
    }
  });

  it('has a default limit', () => {
    expect(parsePageQuery({ room_id: '한국어 방' })).to.deep.equal({ room_id: '한국어 방', limit: 100 });
  });

  it('reads a cursor exactly as an item carries it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_600_000_000_000, max: 4_102_444_800_000 }),
        fc.integer({ min: 0, max: 999 }),
        (ms, thousandths) => {
          const timestamp = Number(`${ms}.${String(thousandths).padStart(3, '0')}`);
          const { after } = parsePageQuery({ room_id: 'r', after: String(timestamp) });
          expect(after).to.equal(timestamp);
        },
      ),
    );
  });

  const refused: [string, unknown, string][] = [
    ['no query at all', null, '"room_id" is missing'],
    [
      'both cursors',
      { room_id: 'r', before: '1', after: '1' },
      '"before" and "after" must not be given together',
    ],
    ...['', '-1', '1e3', '1.0001', 'now', '12345678901234', ' 1'].map((before): [string, unknown, string] => [
      `before=${before}`,
      { room_id: 'r', before },
      '"before" must be a timestamp as an item carries it, like 1722678345123.001',
    ]),
    ...['', '0', '501', '-1', '1.5', 'all', '0x10'].map((limit): [string, unknown, string] => [
      `limit=${limit}`,
      { room_id: 'r', limit },
      '"limit" must be a whole number from 1 to 500',
    ]),
  ];
  for (const [description, query, reason] of refused) {
    it(`refuses ${description}`, () => {
      expect(refusal(() => parsePageQuery(query))).to.equal(`unable to read the room; ${reason}`);
    });
  }
});

describe('parseConnectQuery', () => {
  it('takes room and user, in any script', () => {
    const query = { room_id: '한국어 방', user_id: 'م' };
    expect(parseConnectQuery({ ...query, other: 'x' })).to.deep.equal(query);
  });

  it('refuses a missing user', () => {
    expect(refusal(() => parseConnectQuery({ room_id: 'r' }))).to.equal(
      'unable to connect; "user_id" is missing',
    );
  });
});
