import { expect } from '@open-wc/testing';
import { parseItem } from '../../../src/contract/index.js';

const message = {
  room_id: 'lobby',
  timestamp: 1722678345123.001,
  seq: 7,
  user_id: 'mina',
  name: '미나',
  message: 'hi',
  id: 'a',
};

const change = {
  ...message,
  timestamp: 1722678399000,
  seq: 9,
  message: '',
  kind: 'edit',
  target: message.timestamp,
};

describe('an item', () => {
  it('says who checked its sender, and what became of it', () => {
    for (const fields of [
      { role: 'user' },
      { role: 'moderator', edited_at: 1722678399000 },
      { edited_at: 1722678399000.001, erased: true, message: '' },
    ]) {
      expect(parseItem({ ...message, ...fields })).to.deep.equal({ ...message, ...fields });
    }
  });

  it('says nothing that is not of the contract', () => {
    for (const fields of [
      { role: 'admin' },
      { role: 7 },
      { edited_at: '1' },
      { edited_at: -1 },
      { erased: 'true' },
      { erased: 1 },
      { kind: 7 },
      { target: '1' },
      { subject: {} },
      { seconds: 1.5 },
      { seconds: -1 },
      { color: 'red' },
    ]) {
      expect(parseItem({ ...message, ...fields })).to.deep.equal(message);
    }
  });
});

describe('a change as an item', () => {
  it('carries what it changes', () => {
    for (const fields of [
      { kind: 'edit', target: 5 },
      { kind: 'ban', subject: 'eve' },
      { kind: 'slow', seconds: 0 },
      { kind: 'freeze' },
      { kind: 'one that comes later' },
    ]) {
      expect(parseItem({ ...message, ...fields })).to.deep.equal({ ...message, ...fields });
    }
  });

  it('carries the state of its own target', () => {
    const state = { ...message, role: 'user', message: 'changed', edited_at: change.timestamp };
    expect(parseItem({ ...change, state })).to.deep.equal({ ...change, state });
  });

  it('carries no other state: of another message, of another room, or none at all', () => {
    for (const state of [
      { ...message, timestamp: 1 },
      { ...message, room_id: 'attic' },
      { ...message, timestamp: `${message.timestamp}` },
      'text',
      null,
      7,
      [],
    ]) {
      expect(parseItem({ ...change, state }), JSON.stringify(state)).to.deep.equal(change);
    }
    const { kind: _, target: __, ...plain } = change;
    expect(parseItem({ ...plain, state: message })).to.deep.equal(plain);
  });

  it('carries a message as its state, never another change', () => {
    const state = { ...message, kind: 'edit', target: 1, state: { ...message, timestamp: 1 } };
    expect(parseItem({ ...change, state })?.state).to.not.have.any.keys('kind', 'state');
  });
});
