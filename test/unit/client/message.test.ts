import { expect } from '@open-wc/testing';
import { itemFromMessage, messageFromItem } from '../../../src/client/message.js';
import type { Item } from '../../../src/contract/index.js';

const item: Item = {
  room_id: 'r',
  timestamp: 1_722_678_345_123.001,
  seq: 7,
  user_id: 'mina',
  name: '미나',
  message: '안녕',
  id: 'a',
};

describe('a message of an item', () => {
  it('says whether a token said who sent it', () => {
    const roles = [undefined, 'user', 'moderator'] as const;
    const said = roles.map((role) => messageFromItem({ ...item, ...(role && { role }) }).role);
    expect(said).to.deep.equal(['unverified', 'user', 'moderator']);
  });

  const rows: [string, Partial<Item>][] = [
    ['as it was written', {}],
    ['of a user', { role: 'user' }],
    ['that was edited', { role: 'moderator', edited_at: 1_722_678_399_000 }],
    ['that was deleted', { role: 'user', edited_at: 1_722_678_399_000.001, erased: true, message: '' }],
  ];
  for (const [description, fields] of rows) {
    it(`${description} becomes the same item again`, () => {
      const row = { ...item, ...fields };
      expect(itemFromMessage(messageFromItem(row))).to.deep.equal(row);
    });
  }
});
