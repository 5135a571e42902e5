import assert from 'node:assert/strict';
import { describe } from 'node:test';
import pMap from 'p-map';
import { isWrite, withClock, withSend } from '../unit/lambda/fixture.js';
import { attackCase } from './case.js';
import { type Answer, assertRefused, Chat } from './chat.js';

/** The limits that serverless.yml deploys. */
const DEPLOYED = { CHAT_LIMITS: '' };

/** A clock that a case moves, and a count of the writes that it sees begin. */
class Meter {
  now = Date.now();
  writes = 0;
  readonly store = withSend(
    (command, send) => {
      if (isWrite(command)) this.writes += 1;
      return send();
    },
    () => this.now,
  );
}

const put = async (chat: Chat, user: string, token: string, id: string): Promise<Answer> =>
  chat.put(token, { room_id: chat.room, user_id: user, name: user, text: id, id });

/** Times of calls, as they are reported: nothing is asserted of them. */
function quantile(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return `${(sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(1)} ms`;
}

/** 50 users write one message each, while `between` happens before each of them. */
async function othersWrite(chat: Chat, between: () => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < 50; index++) {
    await between();
    const user = `user ${index}`;
    const token = await chat.token(user, { rooms: { [chat.room]: ['write'] } });
    const began = performance.now();
    const answer = await put(chat, user, token, 'mine');
    times.push(performance.now() - began);
    assert.equal(answer.status, 200, answer.body);
  }
  return times;
}

describe('limits', () => {
  attackCase(
    57,
    'one user sends 1,000 PUTs in a second, while 50 others send one each',
    '29 are stored (20 at once, then one each 100 ms) and 971 are 429 with `Retry-After`, at no write each; every PUT of the others is a 200',
    async () => {
      const meter = new Meter();
      const chat = await Chat.open({ settings: DEPLOYED, store: meter.store });
      const token = await chat.token('mina');
      const statuses = new Map<number, number>();
      let sent = 0;
      const times = await othersWrite(chat, async () => {
        for (const last = sent + 20; sent < last; sent++) {
          const before = meter.writes;
          const answer = await put(chat, 'mina', token, `${sent}`);
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          if (answer.status === 429) {
            assertRefused(answer, 'rate_limited');
            assert.equal(answer.headers['Retry-After'], '1');
            assert.equal(meter.writes, before, 'a refused PUT wrote');
          }
          meter.now += 1;
        }
      });
      assert.equal(sent, 1_000);
      assert.deepEqual(Object.fromEntries(statuses), { 200: 29, 429: 971 });
      const log = await chat.log();
      assert.equal(log.length, 29 + 50);
      assert.equal(log.at(-1)?.seq, 29 + 50, 'a refused PUT took a place');

      const calm = await othersWrite(await Chat.open({ settings: DEPLOYED }), async () => {});
      const report = (all: readonly number[]) => `p50 ${quantile(all, 0.5)}, p99 ${quantile(all, 0.99)}`;
      console.log(
        `others’ PUTs, handlers called directly: ${report(times)}; without the flood: ${report(calm)}`,
      );
    },
  );

  attackCase(
    57,
    'a user over the limit takes a new token, another name, and no id',
    '429 all the same: it is the same user of the same room',
    async () => {
      const meter = new Meter();
      const chat = await Chat.open({ settings: DEPLOYED, store: meter.store });
      for (let index = 0; index < 20; index++) await chat.does('mina', { text: `${index}` });
      const renamed = await chat.token('mina', { name: 'Other', jti: 'new' });
      const body = { room_id: chat.room, user_id: 'mina', name: 'Other', text: 'more' };
      assertRefused(await chat.put(renamed, body), 'rate_limited');
      assertRefused(await chat.put(renamed, { ...body, id: 'new' }), 'rate_limited');
      meter.now += 100;
      assert.equal((await chat.put(renamed, body)).status, 200);
    },
  );

  attackCase(
    57,
    'one user opens 500 sockets to a room at the same moment, and one more each second after it',
    '20 are let in, all other handshakes are refused with 429; another user comes in, and who closes one may open one',
    async () => {
      let now = Date.now();
      const chat = await Chat.open({ settings: DEPLOYED, store: withClock(() => now) });
      const token = await chat.token('mina');
      const open = async (connectionId: string) => {
        const answer = await chat.connect(token, { user_id: 'mina' }, { connectionId });
        if (answer.status !== 200) assertRefused(answer, 'rate_limited');
        return { connectionId, status: answer.status };
      };
      const ids = Array.from({ length: 500 }, (_, nth) => `${nth} ${chat.room}`);
      // The clock stands still. More at a time would take this machine's database longer than a handshake may.
      const tried = await pMap(ids, open, { concurrency: 100 });
      const held = tried.filter(({ status }) => status === 200);
      assert.deepEqual([held.length, tried.filter(({ status }) => status === 429).length], [20, 480]);
      for (let second = 1; second <= 60; second++) {
        now += 1_000;
        assert.equal((await open(`late ${second} ${chat.room}`)).status, 429, `${second} s later`);
      }
      await chat.joins('jun');
      await chat.disconnect(held[0]?.connectionId ?? '');
      assert.equal((await open(`next ${chat.room}`)).status, 200);
    },
  );

  attackCase(
    57,
    'strangers under 100 user ids write to a room of an open chat that takes no more',
    '429 with `Retry-After` for each, at no write: not even a row of theirs is made',
    async () => {
      const meter = new Meter();
      const limits = { room: { rate: 1, burst: 1 } };
      const settings = { CHAT_AUTH: 'open', CHAT_TOKEN_KEYS: '', CHAT_LIMITS: JSON.stringify(limits) };
      const chat = await Chat.open({ settings, store: meter.store });
      const write = (user_id: string) =>
        chat.put(undefined, { room_id: chat.room, user_id, name: user_id, text: 'x' });
      assert.equal((await write('first')).status, 200);
      meter.writes = 0;
      const answers = await Promise.all(Array.from({ length: 100 }, (_, nth) => write(`stranger ${nth}`)));
      for (const answer of answers) {
        assertRefused(answer, 'rate_limited');
        assert.equal(answer.headers['Retry-After'], '1');
      }
      assert.equal(meter.writes, 0);
      assert.equal((await chat.log()).length, 1);
    },
  );

  attackCase(
    57,
    'one connection sends 1,000 frames at the same moment',
    '10 are answered, 990 are refused before the database is asked; another connection is answered',
    async () => {
      let calls = 0;
      const now = Date.now();
      const counted = withSend(
        (_, send) => {
          calls += 1;
          return send();
        },
        () => now,
      );
      const chat = await Chat.open({ settings: DEPLOYED, store: counted });
      const [flooding, other] = [await chat.joins('mina'), await chat.joins('jun')];
      calls = 0;
      const codes = new Map<string | undefined, number>();
      for (let index = 0; index < 1_000; index++) {
        const before = calls;
        const { code } = await chat.frame(flooding, { action: 'ping' });
        codes.set(code, (codes.get(code) ?? 0) + 1);
        if (code !== undefined) assert.equal(calls, before);
      }
      assert.deepEqual(
        [...codes],
        [
          [undefined, 10],
          ['rate_limited', 990],
        ],
      );
      assert.match((await chat.frame(other, { action: 'ping' })).body, /^\{"type":"pong"/);
    },
  );
});
