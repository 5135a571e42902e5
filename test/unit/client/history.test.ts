import { expect } from '@open-wc/testing';
import { History } from '../../../src/client/history.js';
import type { Page, Rest } from '../../../src/client/rest.js';
import type { Item } from '../../../src/contract/index.js';

const { signal } = new AbortController();

const item = (timestamp: number, kind?: string): Item => ({
  room_id: 'r',
  timestamp,
  user_id: 'u',
  name: 'U',
  message: '',
  ...(kind && { kind }),
});

/** A log that is read a page of `size` items at a time, whatever was asked for: messages at these places, else changes. */
function play(length: number, size: number, ...messages: readonly number[]) {
  const queries: (number | undefined)[] = [];
  const log = Array.from({ length }, (_, index) =>
    item(index + 1, messages.includes(index + 1) ? undefined : 'delete'),
  );
  const page = async ({ before }: { before?: number }): Promise<Page> => {
    queries.push(before);
    const below = log.filter(({ timestamp }) => timestamp < (before ?? Number.POSITIVE_INFINITY));
    const items = below.slice(-size);
    return { items, ...(items.length < below.length && { next: items[0]?.timestamp ?? 0 }) };
  };
  return { history: new History({ page } as unknown as Rest, 'r'), queries };
}

const places = (items: readonly Item[]) => items.map(({ timestamp }) => timestamp);

describe('a room’s history', () => {
  it('begins with a page that has messages, though changes fill the newest one', async () => {
    const { history, queries } = play(10, 2, 4, 5);
    expect(places(await history.newest(signal))).to.deep.equal([5, 6, 7, 8, 9, 10]);
    expect(queries).to.deep.equal([undefined, 9, 7]);
    expect(history.begin).to.equal(5);
    expect(places(await history.older(signal))).to.deep.equal([3, 4]);
  });

  it('goes on to a page that has messages when older ones are loaded, and when a gap is filled', async () => {
    const { history, queries } = play(10, 2, 3, 10);
    await history.newest(signal);
    expect(places(await history.older(signal))).to.deep.equal([3, 4, 5, 6, 7, 8]);
    expect(queries).to.deep.equal([undefined, 9, 7, 5]);
    const page = await history.below({ after: 1, before: 9 }, signal);
    expect([places(page.items), page.next]).to.deep.equal([[3, 4, 5, 6, 7, 8], 3]);
  });

  it('goes on for four pages, and says that there is more', async () => {
    const { history, queries } = play(100, 2, 1);
    expect(await history.newest(signal)).to.have.length(10);
    expect(queries).to.have.length(5);
    expect(history.hasOlder).to.equal(true);
  });

  it('ends where the log does', async () => {
    const { history, queries } = play(3, 2);
    expect(places(await history.newest(signal))).to.deep.equal([1, 2, 3]);
    expect(queries).to.have.length(2);
    expect(history.hasOlder).to.equal(false);
  });
});
