import { expect } from '@open-wc/testing';
import {
  LIMITS,
  offeredToken,
  offersProtocol,
  PROTOCOL,
  parseClaims,
  protocolsOf,
  rightsIn,
  unverifiedClaims,
  WireError,
} from '../../../src/contract/index.js';

const claims = { sub: 'mina', name: '미나', rooms: { lobby: ['read', 'write'] }, exp: 1_800_000_000 };

describe('the claims of a token', () => {
  it('are taken as they are, without others', () => {
    expect(parseClaims({ ...claims, iss: 'site', aud: 'chat-room', admin: true })).to.deep.equal(claims);
  });

  it('are read without a check, and only as a whole', () => {
    const token = (json: unknown) => {
      const bytes = String.fromCharCode(...new TextEncoder().encode(JSON.stringify(json)));
      return `e30.${btoa(bytes).replaceAll('+', '-').replaceAll('/', '_')}.none`;
    };
    expect(unverifiedClaims(token({ ...claims, iat: 7 }))).to.deep.equal({ ...claims, iat: 7 });
    for (const none of ['', 'a.b', 'a._____w.c', token(null), token({ ...claims, rooms: { lobby: 7 } })]) {
      expect(unverifiedClaims(none)).to.equal(undefined);
    }
  });

  const rooms = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`room ${n}`, ['read']]));

  it('name up to 100 rooms and patterns', () => {
    expect(Object.keys(parseClaims({ ...claims, rooms: rooms(100) }).rooms)).to.have.length(100);
    expect(parseClaims({ ...claims, rooms: { 'team-*': [] } }).rooms).to.deep.equal({ 'team-*': [] });
  });

  const refused: [string, unknown, string][] = [
    ['no object', 'text', 'expected an object, got string'],
    ['no end', { ...claims, exp: undefined }, '"exp" must be a number'],
    ['an end as a text', { ...claims, exp: '1800000000' }, '"exp" must be a number'],
    ['no user', { ...claims, sub: undefined }, '"sub" is missing'],
    ['an empty user', { ...claims, sub: '' }, '"sub" must not be empty'],
    ['no name', { ...claims, name: undefined }, '"name" is missing'],
    ['a name of two lines', { ...claims, name: 'a\nb' }, '"name" must not contain control characters'],
    ['no rooms', { ...claims, rooms: undefined }, 'expected an object, got undefined'],
    ['a list of rooms', { ...claims, rooms: ['lobby'] }, 'expected an object, got array'],
    ['101 rooms', { ...claims, rooms: rooms(101) }, '"rooms" must have at most 100 entries, got 101'],
    [
      'every room',
      { ...claims, rooms: { '*': ['read'] } },
      '"rooms" must name rooms or what their names begin with, not "*"',
    ],
    ...['read', ['read', 'own'], [7], null, { 0: 'read' }].map((rights): [string, unknown, string] => [
      `the rights ${JSON.stringify(rights)}`,
      { ...claims, rooms: { lobby: rights } },
      '"rooms" must give each room a list of read, write, moderate',
    ]),
    ['a room without a name', { ...claims, rooms: { '': ['read'] } }, '"room" must not be empty'],
    [
      'a room with too long a name',
      { ...claims, rooms: { ['x'.repeat(LIMITS.id + 1)]: ['read'] } },
      '"room" must have at most 128 characters, got 129',
    ],
  ];
  for (const [description, value, reason] of refused) {
    it(`are refused with ${description}`, () => {
      expect(() => parseClaims(value)).to.throw(WireError, `unable to use the token; ${reason}`);
    });
  }
});

describe('the rights in a room', () => {
  const cases: [string, Record<string, ('read' | 'write' | 'moderate')[]>, string, string[]][] = [
    ['a room that is named', { lobby: ['write', 'read'] }, 'lobby', ['read', 'write']],
    ['another room', { lobby: ['read'] }, 'lobby2', []],
    ['a room that a pattern begins', { 'team-*': ['read'] }, 'team-a', ['read']],
    ['a room that is all of a pattern', { 'team-*': ['read'] }, 'team-', ['read']],
    ['a room that a pattern only contains', { 'team-*': ['read'] }, 'my-team-a', []],
    ['a pattern with a star in the middle', { 'a*b': ['read'] }, 'aXb', []],
    ['several entries', { 'team-*': ['read'], 'team-a': ['moderate'] }, 'team-a', ['read', 'moderate']],
    ['a star alone', { '*': ['read', 'write', 'moderate'] }, 'lobby', []],
    ['a room named like what every object has', { lobby: ['read'] }, 'toString', []],
    ['signs that mean something to patterns', { 'a.c*': ['read'] }, 'abc', []],
    ['no rooms', {}, 'lobby', []],
  ];
  for (const [description, rooms, room, rights] of cases) {
    it(`by ${description} are ${rights.join(', ') || 'none'}`, () => {
      expect(rightsIn(rooms, room)).to.deep.equal(rights);
    });
  }
});

describe('the subprotocols of a socket', () => {
  it('carry a token there and back, as a header lists them', () => {
    const offers = protocolsOf('a.b.c');
    expect(offers[0]).to.equal(PROTOCOL);
    for (const header of [offers.join(', '), offers.join(','), [...offers].reverse().join(' , ')]) {
      expect(offeredToken(header)).to.equal('a.b.c');
      expect(offersProtocol(header)).to.equal(true);
    }
  });

  it('carry none where none is offered', () => {
    for (const header of ['', 'chat.v1', 'chat.v2, other', 'xtoken.a.b.c']) {
      expect(offeredToken(header)).to.equal(undefined);
    }
    expect(offersProtocol('chat.v10, token.chat.v1')).to.equal(false);
  });
});
