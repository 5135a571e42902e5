import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Item } from '../../src/contract/index.js';
import { assertError, freshRoom, Line, message, page, put, stored } from './backend.js';

describe('PUT /chat', () => {
  it('answers the stored item', async () => {
    const room_id = freshRoom();
    const before = Date.now();
    const item = await stored(message(room_id, { id: 'my-id', extra: 'ignored' }));
    const { timestamp, ...rest } = item;
    assert.deepEqual(rest, {
      room_id,
      seq: 1,
      user_id: 'mina',
      name: '미나',
      message: '안녕하세요',
      id: 'my-id',
    });
    assert.ok(timestamp > before - 60_000 && timestamp < before + 60_000);
    assert.deepEqual(await page({ room_id }), [item]);
  });

  it('makes an id where there is none', async () => {
    const room_id = freshRoom();
    const [first, second] = [await stored(message(room_id)), await stored(message(room_id))];
    assert.ok(first.id && second.id && first.id !== second.id);
  });

  it('stores what was sent to the letter: line breaks, emoji, markup, 4,000 Korean characters', async () => {
    const room_id = freshRoom();
    const texts = [
      '<img src=x onerror=alert(1)>',
      ' 둘\r\n\t줄 ',
      '👩‍👩‍👧‍👦🇰🇷',
      '가'.repeat(4_000),
      '😀'.repeat(4_000),
    ];
    for (const text of texts) await stored(message(room_id, { text }));
    const items = await page({ room_id });
    assert.deepEqual(
      items.map((item) => item.message),
      texts,
    );
  });

  it('gives the stored item back for the same id, whatever the text, and stores nothing', async () => {
    const room_id = freshRoom();
    const first = await stored(message(room_id, { id: 'once', text: 'first' }));
    assert.deepEqual(await stored(message(room_id, { id: 'once', text: 'second' })), first);
    assert.deepEqual(await page({ room_id }), [first]);
  });

  it('keeps ids of different users and rooms apart', async () => {
    const [one, two] = [freshRoom(), freshRoom()];
    for (const [room, user_id] of [
      [one, 'mina'],
      [one, 'jun'],
      [two, 'mina'],
    ] as const) {
      await stored(message(room, { user_id, id: 'same' }));
    }
    assert.equal((await page({ room_id: one })).length, 2);
    assert.equal((await page({ room_id: two })).length, 1);
  });

  it('stores the same id sent 20 times at once once, and pushes it bare to each connection once', async () => {
    const room_id = freshRoom();
    const line = await Line.open(room_id);
    const items = await Promise.all(
      Array.from({ length: 20 }, () => stored(message(room_id, { id: 'once' }))),
    );
    assert.equal(new Set(items.map(({ timestamp }) => timestamp)).size, 1);
    assert.deepEqual(await page({ room_id }), [items[0]]);
    const frames = await line.settled();
    assert.deepEqual(
      frames.filter(({ type }) => type === undefined),
      [items[0]],
    );
    for (const { type, item, timestamp } of frames.filter((frame) => frame['type'] !== undefined)) {
      assert.deepEqual({ type, item, timestamp }, { type: 'again', item: items[0], timestamp: undefined });
    }
    await line.close();
  });

  it('stores 200 fired at once 200 times in one order, and tells each of 5 connections of each, bare once at most', async () => {
    const room_id = freshRoom();
    const lines = await Promise.all(Array.from({ length: 5 }, (_, i) => Line.open(room_id, `reader ${i}`)));
    const items = await Promise.all(
      Array.from({ length: 200 }, (_, i) => stored(message(room_id, { text: `${i}`, id: `id ${i}` }))),
    );
    assert.equal(new Set(items.map(({ timestamp }) => timestamp)).size, 200);

    const log = await page({ room_id, limit: '500' });
    const byTime = items.toSorted((a, b) => a.timestamp - b.timestamp);
    assert.deepEqual(log, byTime);
    for (const line of lines) {
      const frames = await line.settled();
      const bare = frames.filter(({ type }) => type === undefined);
      assert.equal(new Set(bare.map(({ timestamp }) => timestamp)).size, bare.length);
      const told = frames.map((frame) => (frame['type'] === 'again' ? frame['item'] : frame) as Item);
      const once = new Map(told.map((item) => [item.timestamp, item]));
      assert.deepEqual(
        [...once.values()].toSorted((a, b) => a.timestamp - b.timestamp),
        log,
      );
      await line.close();
    }
  });
});

describe('PUT /chat refuses', () => {
  const [room_id, elsewhere] = [freshRoom(), freshRoom()];
  const long = 'x'.repeat(129);
  const fields: [string, object, RegExp][] = [];
  for (const field of ['room_id', 'user_id', 'name', 'text']) {
    fields.push(
      [`no ${field}`, { [field]: undefined }, new RegExp(`"${field}" is missing`)],
      [`an empty ${field}`, { [field]: '' }, new RegExp(`"${field}" must not be empty`)],
      [`a null ${field}`, { [field]: null }, new RegExp(`"${field}" must be a string, got null`)],
      [
        `an object as ${field}`,
        { [field]: { $ne: 1 } },
        new RegExp(`"${field}" must be a string, got object`),
      ],
      [
        `control characters in ${field}`,
        { [field]: 'a\u0007b' },
        new RegExp(`"${field}" must not contain control`),
      ],
      [
        `half a surrogate pair in ${field}`,
        { [field]: 'a\udc00' },
        new RegExp(`"${field}" must be well-formed`),
      ],
    );
  }
  fields.push(
    ['an over-long room_id', { room_id: long }, /"room_id" must have at most 128 characters, got 129/],
    ['an over-long user_id', { user_id: long }, /"user_id" must have at most 128/],
    ['an over-long name', { name: '가'.repeat(81) }, /"name" must have at most 80 characters, got 81/],
    ['an over-long text', { text: '가'.repeat(4_001) }, /"text" must have at most 4000 characters, got 4001/],
    ['a blank text', { text: ' \n ' }, /"text" must not be blank/],
    ['a numeric id', { id: 1 }, /"id" must be a string, got number/],
    ['a null id', { id: null }, /"id" must be a string, got null/],
    ['an empty id', { id: '' }, /"id" must not be empty/],
    ['an over-long id', { id: long }, /"id" must have at most 128/],
    ['a control character in an id', { id: 'a\n' }, /"id" must not contain control/],
    ['a target without a kind', { target: 1 }, /"target"/],
    ['an unknown kind', { kind: 'fly', target: 1 }, /"kind" is not one/],
    ['an edit without a target', { kind: 'edit' }, /"target" must be the timestamp/],
    ['a delete of what no timestamp says', { kind: 'delete', target: '1' }, /"target" must be the timestamp/],
    ['a ban of nobody', { kind: 'ban' }, /"subject" is missing/],
    ['a slow of more than an hour', { kind: 'slow', seconds: 3_601 }, /"seconds" must be a whole number/],
  );
  for (const [description, change, pattern] of fields) {
    it(description, async () => {
      assertError(await put({ ...message(room_id), ...change }), 'invalid_request', pattern);
    });
  }

  const bodies: [string, string][] = [
    ['a body that is not JSON', 'room_id=lobby'],
    ['a truncated body', '{"room_id":"lobby"'],
    ['an empty body', ''],
    ['an array', '[]'],
    ['a string', '"hello"'],
    ['null', 'null'],
    ['fields that only __proto__ holds', `{"__proto__":${JSON.stringify(message(room_id))}}`],
    ['base64 that nobody announced', Buffer.from(JSON.stringify(message(room_id))).toString('base64')],
  ];
  for (const [description, body] of bodies) {
    it(description, async () => assertError(await put(body), 'invalid_request'));
  }

  it('a change of somebody whom no token vouches for', async () => {
    const { timestamp } = await stored(message(elsewhere));
    for (const change of [
      { kind: 'edit', target: timestamp },
      { kind: 'delete', target: timestamp },
      { kind: 'ban', subject: 'jun' },
      { kind: 'freeze' },
      { kind: 'slow', seconds: 5 },
    ]) {
      assertError(await put({ ...message(elsewhere), ...change }), 'forbidden');
    }
    const items = await page({ room_id: elsewhere, changes: 'true' });
    assert.deepEqual(
      items.map(({ message }) => message),
      ['안녕하세요'],
    );
  });

  it('a body of 33 KB', async () => {
    assertError(await put({ ...message(room_id), padding: 'x'.repeat(33_000) }), 'body_too_large');
  });

  it('a body of 5 MB', async () => {
    assertError(await put({ ...message(room_id), text: 'x'.repeat(5_000_000) }), 'body_too_large');
  });

  it('all of these without a trace in the room', async () => {
    const item = await stored(message(room_id));
    assert.equal(item.seq, 1);
    assert.deepEqual(await page({ room_id }), [item]);
  });
});
