import { expect } from '@open-wc/testing';
import { shared } from '../../../src/client/shared.js';

describe('a shared string', () => {
  it('is the one that was asked for, however many others there are', () => {
    const names = Array.from({ length: 2_500 }, (_, index) => `user ${index % 1_200}`);
    expect(names.map(shared)).to.deep.equal(names);
  });
});
