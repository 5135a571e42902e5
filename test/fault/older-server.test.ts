import assert from 'node:assert/strict';
import type { Item } from '../../src/contract/index.js';
import { faultCase } from './case.js';
import { timed } from './fake-time.js';
import { assertInvariants } from './invariants.js';
import { MemoryBackend } from './memory.js';
import { isConnected, texts } from './world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** As the older contract was first served: a room is answered whole, an item has five fields, a ping has no route. */
class OlderBackend extends MemoryBackend {
  override write(message: string, { user_id = 'writer', name = 'Writer' }: Partial<Item> = {}): Item {
    const { timestamp } = this.take();
    const item = { room_id: this.room_id, timestamp, message, user_id, name };
    this.items.push(item);
    for (const line of this.lines) line.receive(JSON.stringify(item));
    return item;
  }

  override page(): Response {
    return Response.json(this.items);
  }

  /** What API Gateway says where no route is. */
  override pong(): object {
    return { message: 'Forbidden', connectionId: 'abc=', requestId: 'def=' };
  }
}

faultCase(
  65,
  'our client meets a server of the older contract: no ids, no `seq`, no pages, no pong',
  'it shows every message, keeps its line through a silence, and catches up after a cut',
  timed(async ({ backend, clock, join, within }) => {
    backend.write('before');
    const room = await join('jun');
    backend.write('live');
    await clock.tickAsync(30 * MINUTE);
    assert.equal(backend.handshakes.length, 1);

    backend.cut();
    backend.write('missed');
    await within(5 * SECOND, () => isConnected(room));
    const own = room.send('own');
    await clock.tickAsync(SECOND);
    assert.equal((await own).status, 'sent');
    assert.deepEqual(texts(room), ['before', 'live', 'missed', 'own']);
    assertInvariants({ log: backend.items, readers: [room] });
  }, new OlderBackend()),
);
