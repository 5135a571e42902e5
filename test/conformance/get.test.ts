import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Item } from '../../src/contract/index.js';
import { api, assertError, freshRoom, get, message, page, request, stored } from './backend.js';

describe('GET /chat', () => {
  const room_id = freshRoom();
  const items: Item[] = [];
  before(async () => {
    for (let i = 0; i < 105; i++) items.push(await stored(message(room_id, { text: `${i}` })));
  });

  it('gives the newest 100 messages, oldest first, and says that there are more', async () => {
    const { status, headers, body } = await get({ room_id });
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
    assert.deepEqual(body, items.slice(5));
    assert.equal(headers.get('chat-next'), String(items[5]?.timestamp));
  });

  it('says nothing of more at the end', async () => {
    const { headers, body } = await get({ room_id, limit: '105' });
    assert.deepEqual(body, items);
    assert.equal(headers.get('chat-next'), null);
  });

  for (const direction of ['before', 'after'] as const) {
    it(`is walked by ${direction} through all items once`, async () => {
      const met: Item[] = [];
      let edge: string | null = direction === 'after' ? '0' : null;
      do {
        const { headers, body } = await get({ room_id, limit: '10', ...(edge && { [direction]: edge }) });
        if (direction === 'after') met.push(...(body as Item[]));
        else met.unshift(...(body as Item[]));
        edge = headers.get('chat-next');
      } while (edge);
      assert.deepEqual(met, items);
    });
  }

  it('of a room nobody wrote to is an empty array', async () => {
    const { body, headers } = await get({ room_id: freshRoom() });
    assert.deepEqual(body, []);
    assert.equal(headers.get('chat-next'), null);
  });

  it('may be read by any page: the origin is allowed, the cursor is exposed, nothing is cached', async () => {
    const { headers } = await request(`${api}/chat?room_id=x`, {
      headers: { Origin: 'https://site.example' },
    });
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('access-control-allow-credentials'), null);
    assert.match(headers.get('access-control-expose-headers') ?? '', /Chat-Next/);
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('answers a preflight for PUT', async () => {
    const response = await fetch(`${api}/chat`, {
      method: 'OPTIONS',
      headers: {
        Origin: 'https://site.example',
        'Access-Control-Request-Method': 'PUT',
        'Access-Control-Request-Headers': 'content-type',
      },
    });
    assert.ok(response.ok);
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    assert.match(response.headers.get('access-control-allow-methods') ?? '', /PUT/);
    assert.match(response.headers.get('access-control-allow-headers') ?? '', /content-type/i);
  });
});

describe('GET /chat refuses', () => {
  const cases: [string, string, RegExp][] = [
    ['no query', '', /"room_id" is missing/],
    ['an empty room_id', 'room_id=', /"room_id" must not be empty/],
    ['an over-long room_id', `room_id=${'x'.repeat(129)}`, /"room_id" must have at most 128/],
    ['a control character in a room_id', 'room_id=a%00b', /"room_id" must not contain control/],
    ['limit=0', 'room_id=r&limit=0', /"limit" must be a whole number from 1 to 500/],
    ['limit=501', 'room_id=r&limit=501', /"limit" must be/],
    ['an empty limit', 'room_id=r&limit=', /"limit" must be/],
    ['a worded limit', 'room_id=r&limit=all', /"limit" must be/],
    ['a negative before', 'room_id=r&before=-1', /"before" must be a timestamp/],
    ['an empty after', 'room_id=r&after=', /"after" must be a timestamp/],
    ['an over-long after', 'room_id=r&after=12345678901234', /"after" must be a timestamp/],
    ['a control character in before', 'room_id=r&before=1%0A', /"before" must be a timestamp/],
    ['before and after', 'room_id=r&before=2&after=1', /must not be given together/],
  ];
  for (const [description, query, pattern] of cases) {
    it(description, async () => assertError(await get(query), 'invalid_request', pattern));
  }

  it('a route that is not there', async () => {
    assertError(await request(`${api}/nothing`), 'not_found');
  });

  it('nothing that a room_id may hold', async () => {
    for (const room_id of ['__proto__', "'; DROP TABLE", '../..', '%', 'a+b c', '𐍈'.repeat(128)]) {
      const item = await stored(message(room_id));
      const items = await page({ room_id });
      assert.deepEqual(items.at(-1), item);
    }
  });
});
