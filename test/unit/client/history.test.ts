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
  const queries: string[] = [];
  const log = Array.from({ length }, (_, index) =>
    item(index + 1, messages.includes(index + 1) ? undefined : 'delete'),
  );
  const page = async ({ before, after }: { before?: number; after?: number }): Promise<Page> => {
    queries.push(after === undefined ? `before ${before}` : `after ${after}`);
    const rest = log.filter(
      ({ timestamp }) => timestamp < (before ?? Number.POSITIVE_INFINITY) && timestamp > (after ?? 0),
    );
    const items = after === undefined ? rest.slice(-size) : rest.slice(0, size);
    const last = after === undefined ? items[0] : items.at(-1);
    return { items, ...(items.length < rest.length && { next: last?.timestamp ?? 0 }) };
  };
  return { history: new History({ page } as unknown as Rest, 'r'), queries };
}

const places = (items: readonly Item[]) => items.map(({ timestamp }) => timestamp);

describe('a room’s history', () => {
  it('begins with a page that has messages, though changes fill the newest one', async () => {
    const { history, queries } = play(10, 2, 4, 5);
    const { items, next } = await history.page({}, signal);
    expect([places(items), next]).to.deep.equal([[5, 6, 7, 8, 9, 10], 5]);
    expect(queries).to.deep.equal(['before undefined', 'before 9', 'before 7']);
    expect(places((await history.page({ before: 5 }, signal)).items)).to.deep.equal([3, 4]);
  });

  it('goes on to a page that has messages below a place, and above one', async () => {
    const { history, queries } = play(10, 2, 3, 8);
    const below = await history.page({ before: 8 }, signal);
    expect([places(below.items), below.next]).to.deep.equal([[2, 3, 4, 5, 6, 7], 2]);
    expect(queries.splice(0)).to.deep.equal(['before 8', 'before 6', 'before 4']);
    const above = await history.page({ after: 3 }, signal);
    expect([places(above.items), above.next]).to.deep.equal([[4, 5, 6, 7, 8, 9], 9]);
    expect(queries).to.deep.equal(['after 3', 'after 5', 'after 7']);
  });

  it('goes on for four pages, and says that there is more', async () => {
    const { history, queries } = play(100, 2, 1);
    const { items, next } = await history.page({}, signal);
    expect([items.length, next]).to.deep.equal([10, 91]);
    expect(queries).to.have.length(5);
  });

  it('ends where the log does', async () => {
    const { history, queries } = play(3, 2);
    const { items, next } = await history.page({}, signal);
    expect([places(items), next]).to.deep.equal([[1, 2, 3], undefined]);
    expect(queries).to.have.length(2);
  });
});
