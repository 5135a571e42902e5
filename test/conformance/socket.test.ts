import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { freshRoom, Line, message, page, stored } from './backend.js';

describe('the socket', () => {
  it('pushes a message exactly as GET returns it, to everybody in the room and nobody else', async () => {
    const [room_id, other] = [freshRoom(), freshRoom()];
    const lines = await Promise.all([Line.open(room_id), Line.open(room_id, 'jun'), Line.open(other)]);
    const item = await stored(message(room_id));
    const [mine, theirs, elsewhere] = await Promise.all(lines.map((line) => line.settled()));
    assert.deepEqual(mine, [item]);
    assert.deepEqual(theirs, [item]);
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(await page({ room_id }), [item]);
    await Promise.all(lines.map((line) => line.close()));
  });

  it('pushes to everybody in a room of 60', async () => {
    const room_id = freshRoom();
    const lines = await Promise.all(Array.from({ length: 60 }, (_, i) => Line.open(room_id, `reader ${i}`)));
    const item = await stored(message(room_id));
    for (const line of lines) {
      const [first] = await line.until((frames) => frames.length > 0);
      assert.deepEqual(first, item);
      await line.close();
    }
  });

  it('pushes `again` for a repeated PUT: no type and timestamp in one frame', async () => {
    const room_id = freshRoom();
    const line = await Line.open(room_id);
    const item = await stored(message(room_id, { id: 'once' }));
    await stored(message(room_id, { id: 'once' }));
    const frames = await line.settled();
    assert.deepEqual(frames, [item, { type: 'again', item }]);
    await line.close();
  });

  it('pushes nothing to a connection that has ended', async () => {
    const room_id = freshRoom();
    const [gone, here] = [await Line.open(room_id), await Line.open(room_id)];
    await gone.close();
    const item = await stored(message(room_id));
    assert.deepEqual(await here.settled(), [item]);
    assert.deepEqual(gone.frames, []);
    await here.close();
  });

  it('answers a ping with the room’s head and settings', async () => {
    const room_id = freshRoom();
    const settings = { frozen: false, slow: 0 };
    const line = await Line.open(room_id);
    assert.deepEqual(await line.ask('{"action":"ping"}'), { type: 'pong', head: null, settings });
    await stored(message(room_id));
    const { timestamp, seq } = await stored(message(room_id));
    assert.deepEqual(await line.ask('{"action":"ping"}'), {
      type: 'pong',
      head: { timestamp, seq },
      settings,
    });
    await line.close();
  });

  it('takes a subprotocol with a token, and answers the one without', async () => {
    assert.equal(await Line.protocol(freshRoom(), ['chat.v1', 'token.of.no.use']), 'chat.v1');
  });

  const refused = [
    '',
    'room_id=r',
    'user_id=u',
    'room_id=&user_id=u',
    'room_id=r&user_id=',
    'room_id=a%00&user_id=u',
  ];
  for (const query of [
    ...refused,
    `room_id=${'x'.repeat(129)}&user_id=u`,
    `room_id=r&user_id=${'x'.repeat(129)}`,
  ]) {
    it(`refuses the handshake for ?${query.slice(0, 40)}`, async () => {
      assert.equal(await Line.isRefused(query), true);
    });
  }
});

describe('a client frame', () => {
  const room_id = freshRoom();
  let line: Line;
  before(async () => {
    line = await Line.open(room_id);
  });
  after(() => line.close());

  const frames: [string, string, RegExp][] = [
    ['that is not JSON', 'ping', /not JSON/],
    ['that is no object', '[1]', /expected an object, got array/],
    ['without an action', '{}', /"action" is missing/],
    ['with an unknown action', '{"action":"fly"}', /"action" is not one/],
    ['with a token that is none', '{"action":"token","token":7}', /"token"/],
    ['with __proto__', '{"__proto__":{"action":"ping"}}', /"action" is missing/],
  ];
  for (const [description, frame, pattern] of frames) {
    it(`${description} is answered with an error, and the connection stays`, async () => {
      const { type, error } = (await line.ask(frame)) as { type: string; error: Record<string, unknown> };
      assert.equal(type, 'error');
      assert.equal(error['code'], 'invalid_request');
      assert.equal(error['retryable'], false);
      assert.match(String(error['message']), pattern);
      assert.equal(line.isOpen, true);
    });
  }

  it('with another token keeps the connection', async () => {
    const { type } = await line.ask('{"action":"token","token":"of.no.use"}');
    assert.equal(type, 'token');
    assert.equal((await line.ask('{"action":"ping"}'))['type'], 'pong');
  });

  it('of 40 KB ends in an error or in close code 1009, and harms nobody else', async () => {
    const [large, other] = [await Line.open(room_id), await Line.open(room_id)];
    const frame = JSON.stringify({ action: 'ping', padding: 'x'.repeat(40_000) });
    const outcome = await Promise.race([large.closed, large.ask(frame)]);
    if (typeof outcome === 'number') assert.equal(outcome, 1009);
    else assert.equal((outcome['error'] as { code: string }).code, 'body_too_large');
    assert.equal((await other.ask('{"action":"ping"}'))['type'], 'pong');
    await Promise.all([large.close(), other.close()]);
  });
});
