import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import {
  chatUrl,
  parseClientFrame,
  parseErrorBody,
  parseItem,
  parsePage,
  parseServerFrame,
  socketUrl,
  WIRE_ERRORS,
  WireError,
} from '../../../src/contract/index.js';

const item = {
  room_id: 'lobby',
  timestamp: 1722678345123.001,
  seq: 7,
  user_id: 'mina',
  name: '미나',
  message: 'hi',
  id: 'a',
};

describe('parseServerFrame', () => {
  it('takes a bare item as a message', () => {
    expect(parseServerFrame(JSON.stringify(item))).to.deep.equal({ type: 'message', item });
  });

  it('takes every frame of the protocol', () => {
    const head = { timestamp: 1.001, seq: 1 };
    const error = new WireError('invalid_request', 'unable to read the frame; it is not JSON').toJSON();
    for (const frame of [
      { type: 'again', item },
      { type: 'pong', head },
      { type: 'pong', head: null },
      { type: 'pong', head, settings: { frozen: true, slow: 30 } },
      { type: 'change', item: { ...item, kind: 'freeze', message: '' } },
      { type: 'token' },
      { type: 'error', ...error },
    ]) {
      expect(parseServerFrame(JSON.stringify(frame))).to.deep.equal(frame);
    }
  });

  it('takes of a pong what it understands', () => {
    for (const settings of [null, 7, {}, { frozen: 'yes', slow: 0 }, { frozen: true }, { slow: 5 }]) {
      expect(parseServerFrame(JSON.stringify({ type: 'pong', head: {}, settings }))).to.deep.equal({
        type: 'pong',
        head: null,
      });
    }
  });

  it('calls everything else unknown: a newer frame, the gateway’s own errors, a truncated one, a binary one', () => {
    const frames = [
      '{"type":"typing","user_id":"a"}',
      '{"type":"again","item":{"message":"no place"}}',
      '{"type":"change"}',
      '{"type":"error","error":"text"}',
      '{"message":"Internal server error","connectionId":"x","requestId":"y"}',
      JSON.stringify(item).slice(0, -5),
      '"text"',
      'null',
      '[]',
      '',
      new ArrayBuffer(4),
      undefined,
    ];
    for (const frame of frames) expect(parseServerFrame(frame)).to.deep.equal({ type: 'unknown' });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.anything()), (data) => {
        expect(parseServerFrame(data).type).to.be.a('string');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parseItem', () => {
  it('gives a row of the source document’s code, which has neither id nor seq', () => {
    const { id: _, seq: __, ...row } = item;
    expect(parseItem(row)).to.deep.equal(row);
  });

  it('gives the texts a row lacks as empty, and numbers as text', () => {
    expect(parseItem({ room_id: 'r', timestamp: 5, user_id: 12 })).to.deep.equal({
      room_id: 'r',
      timestamp: 5,
      user_id: '12',
      name: '',
      message: '',
    });
  });

  it('keeps what it knows and drops the rest, for any value', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const parsed = parseItem(value);
        if (parsed) expect(parseItem(JSON.parse(JSON.stringify(parsed)))).to.deep.equal(parsed);
      }),
    );
  });

  it('leaves a row without a place out of a page, not the page', () => {
    expect(parsePage([item, { message: 'lost' }, null, item])).to.deep.equal([item, item]);
    expect(parsePage({ items: [] })).to.equal(undefined);
  });
});

describe('parseClientFrame', () => {
  it('takes our ping and the source document’s', () => {
    expect(parseClientFrame('{"action":"ping"}')).to.deep.equal({ action: 'ping' });
    expect(parseClientFrame('{"message":"ping"}')).to.deep.equal({ action: 'ping' });
  });

  it('takes a token', () => {
    const frame = { action: 'token', token: 'a.b.c' };
    expect(parseClientFrame(JSON.stringify({ ...frame, other: 1 }))).to.deep.equal(frame);
  });

  const refused: [unknown, string][] = [
    ['{"action":"token"}', '"token" is missing'],
    ['{"action":"token","token":7}', '"token" must be a string, got number'],
    ['{"action":"token","token":""}', '"token" must not be empty'],
    ['ping', 'it is not JSON'],
    ['[]', 'expected an object, got array'],
    ['{}', '"action" is missing'],
    ['{"action":"fly"}', '"action" is not one this server knows'],
    ['{"action":{}}', '"action" is not one this server knows'],
    [undefined, 'expected text, got undefined'],
  ];
  for (const [frame, reason] of refused) {
    it(`refuses ${String(frame)}`, () => {
      expect(() => parseClientFrame(frame)).to.throw(WireError, `unable to read the frame; ${reason}`);
    });
  }
});

describe('errors', () => {
  it('come back from their own JSON', () => {
    for (const code of Object.keys(WIRE_ERRORS) as (keyof typeof WIRE_ERRORS)[]) {
      const body = new WireError(code, 'unable to test; it is a test').toJSON();
      expect(parseErrorBody(JSON.parse(JSON.stringify(body)))).to.deep.equal(body);
      expect(body.error.retryable).to.equal(WIRE_ERRORS[code].retryable);
    }
  });

  it('are not read from what is none', () => {
    for (const value of [null, 'error', {}, { error: 'x' }, { error: { code: 1, message: 'x' } }]) {
      expect(parseErrorBody(value)).to.equal(undefined);
    }
  });
});

describe('URL builders', () => {
  it('keep a stage path, and encode what is not plain', () => {
    const query = { room_id: '한국어 방/1 & 2+3%', limit: 5, before: 1722678345123.001 };
    const url = new URL(chatUrl('https://x.example/dev/', query));
    expect(url.pathname).to.equal('/dev/chat');
    expect(Object.fromEntries(url.searchParams)).to.deep.equal({
      room_id: query.room_id,
      limit: '5',
      before: '1722678345123.001',
    });
  });

  it('address a socket', () => {
    expect(socketUrl('wss://x.example/dev', { room_id: 'a b', user_id: 'u' })).to.equal(
      'wss://x.example/dev?room_id=a%20b&user_id=u',
    );
  });
});
