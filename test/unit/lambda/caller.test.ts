import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RoomRights } from '../../../src/contract/index.js';
import { Caller } from '../../../src/lambda/caller.js';

function user(rooms: RoomRights): Caller {
  return new Caller({ sub: 'minji', name: '민지', rooms, exp: 2_000_000_000 });
}

describe('a caller whom nobody knows', () => {
  const anybody = new Caller();

  it('reads and writes under any name, and moderates nothing', () => {
    anybody.demand('read', 'lobby', { user_id: 'x' });
    anybody.demand('write', 'lobby', { user_id: 'x', name: 'y' });
    assert.throws(() => anybody.demand('moderate', 'lobby'), { code: 'forbidden' });
    assert.equal(anybody.moderates('lobby'), false);
  });

  it('has no id, no role and no end', () => {
    assert.deepEqual(
      [anybody.user_id, anybody.role('lobby'), anybody.expires_at],
      [undefined, undefined, undefined],
    );
  });
});

describe('a caller with a token', () => {
  const caller = user({
    lobby: ['read', 'write'],
    'team-*': ['read'],
    'team-red': ['moderate'],
    'a*b': ['read'],
  });

  it('has in each room the rights of all entries that it matches', () => {
    caller.demand('write', 'lobby');
    caller.demand('read', 'team-blue');
    caller.demand('read', 'team-red');
    caller.demand('moderate', 'team-red');
    caller.demand('read', 'a*b');
    assert.deepEqual(
      ['lobby', 'team-red', 'team-blue'].map((room) => caller.role(room)),
      ['user', 'moderator', 'user'],
    );
  });

  for (const [right, room] of [
    ['moderate', 'lobby'],
    ['write', 'team-blue'],
    ['write', 'team-red'],
    ['read', 'lobby2'],
    ['read', 'lobb'],
    ['read', 'Lobby'],
    ['read', 'team'],
    ['read', 'my-team-x'],
    ['read', 'axb'],
    ['read', '*'],
    ['read', '__proto__'],
  ] as const) {
    it(`may not ${right} in ${room}`, () => {
      assert.throws(() => caller.demand(right, room), {
        code: 'forbidden',
        message: `unable to answer; the right to ${right} in this room is missing`,
      });
    });
  }

  it('gets no room by a star alone', () => {
    assert.throws(() => user({ '*': ['read'] }).demand('read', 'lobby'), { code: 'forbidden' });
  });

  it('asks in their own name only', () => {
    caller.demand('write', 'lobby', { user_id: 'minji', name: '민지' });
    for (const said of [
      { user_id: 'alex' },
      { name: 'Alex' },
      { user_id: 'minji', name: '민지 ' },
      { user_id: '' },
    ]) {
      assert.throws(() => caller.demand('write', 'lobby', said), { code: 'forbidden' });
    }
  });
});
