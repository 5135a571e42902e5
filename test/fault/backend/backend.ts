import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { Item, MessageRequest } from '../../../src/contract/index.js';
import { Broadcast } from '../../../src/lambda/broadcast.js';
import { Fanout } from '../../../src/lambda/fanout.js';
import { fanout, get, onMessage, put } from '../../../src/lambda/functions.js';
import type { Policy } from '../../../src/lambda/policy.js';
import type { SocketEvent } from '../../../src/lambda/socket.js';
import type { Store } from '../../../src/lambda/store.js';
import { FakeLambda } from '../../unit/lambda/errands.js';
import { connect, freshRoom, getEvent, killed, message, putEvent, store } from '../../unit/lambda/fixture.js';
import { FakeGateway } from '../../unit/lambda/gateway.js';
import { OPEN } from '../../unit/lambda/open.js';
import { assertInvariants, assertRising } from '../invariants.js';

/** How far below the newest item it holds a reader looks when it catches up. */
export const OVERLAP_MS = 30_000;

interface Options {
  readonly store?: Store;
  readonly gateway?: FakeGateway;
  readonly lambda?: FakeLambda;
  readonly policy?: Policy;
}

/** The deployed functions in this process around one room, with whatever is wrong given to it. What it checks with is sound. */
export class Backend {
  readonly room = freshRoom();
  readonly gateway: FakeGateway;
  readonly lambda: FakeLambda;
  /** What a PUT was answered with 200. */
  readonly acked: Item[] = [];
  readonly #members: string[] = [];
  readonly #bystander = `bystander ${randomUUID()}`;
  readonly #store: Store;
  readonly #policy: Policy;

  constructor(options: Options = {}) {
    this.#store = options.store ?? store;
    this.#policy = options.policy ?? OPEN;
    this.gateway = options.gateway ?? new FakeGateway();
    this.lambda = options.lambda ?? new FakeLambda();
  }

  /** Enters members, `age` ms ago, and gives back the ids of their connections; with the first comes somebody into another room. */
  async join(names: readonly string[], age?: number): Promise<string[]> {
    const ids = names.map((name) => `${name} ${this.room}`);
    if (this.#members.length === 0) await connect(freshRoom(), [this.#bystander]);
    await connect(this.room, ids, age);
    this.#members.push(...ids);
    return ids;
  }

  /** A PUT as API Gateway hands it on; `by` is the Lambda that it meets. */
  async put(fields: Partial<MessageRequest> = {}, by = this.#store): Promise<APIGatewayProxyResult> {
    const run = put(by, new Broadcast(by, this.gateway, this.lambda), this.#policy);
    const answer = await run(putEvent(message(this.room, fields)));
    if (answer.statusCode === 200) this.acked.push(JSON.parse(answer.body));
    return answer;
  }

  /** A PUT whose Lambda is killed after the claim, at this time of its clock. */
  async die(fields: Partial<MessageRequest>, at: number): Promise<void> {
    const { statusCode } = await this.put(
      fields,
      killed(() => at),
    );
    assert.equal(statusCode, 500);
  }

  /** A PUT that must be stored. */
  async stored(fields: Partial<MessageRequest> = {}, by?: Store): Promise<Item> {
    const { statusCode, body } = await this.put(fields, by);
    assert.equal(statusCode, 200, body);
    return JSON.parse(body) as Item;
  }

  /** Runs what was left to other invocations; `then` after each. */
  runErrands(then?: () => Promise<void>): Promise<void> {
    return this.lambda.run(fanout(new Fanout(this.#store, this.gateway, this.lambda)), then);
  }

  async page(query: Record<string, string> = {}): Promise<Item[]> {
    const { statusCode, body } = await get(
      store,
      OPEN,
    )(getEvent({ room_id: this.room, limit: '500', ...query }));
    assert.equal(statusCode, 200, body);
    return JSON.parse(body) as Item[];
  }

  /**
   * I1: what was acked is stored, once. I2: both directions of reading have the order of timestamps. I3: a member has all, or can
   * know that it has not and finds the rest where it looks. I4: nobody heard of another room.
   */
  async assertInvariants(): Promise<Item[]> {
    const log = await this.page();
    assertInvariants({ log, readers: [], acked: this.acked });
    for (const item of this.acked) assert.deepEqual(item, at(log, item.timestamp), 'I1: acked as stored');
    assert.deepEqual(await this.page({ after: '0' }), log, 'I2: one order in both directions');
    for (const id of this.#members) await this.#assertComplete(id, log);
    assert.equal(this.gateway.times(this.#bystander), 0, 'I4: somebody else heard of this room');
    return log;
  }

  async #assertComplete(id: string, log: readonly Item[]): Promise<void> {
    const held = new Map<number, Item>();
    for (const frame of this.gateway.framesOf(id) as (Item & { item?: Item })[]) {
      const item = frame.item ?? frame;
      held.set(item.timestamp, item);
    }
    const seqs = new Map([...held.values()].map(({ seq = 0, timestamp }) => [seq, timestamp]));
    let whole = 0;
    while (seqs.has(whole + 1)) whole++;
    if (whole < seqs.size || (await this.#headSeq(id)) !== whole) {
      const newest = Math.floor(Math.max(0, ...held.keys()));
      const after = Math.max(0, Math.min(newest - OVERLAP_MS, Math.floor(seqs.get(whole) ?? 0)));
      for (const item of await this.page({ after: `${after}` })) held.set(item.timestamp, item);
    }
    const all = [...held.values()].sort((a, b) => a.timestamp - b.timestamp);
    assertRising(id, all);
    assert.deepEqual(all, log, `I3: ${id} is short and cannot know`);
  }

  /** As the pong says; a member whose row is gone has none, is told so and connects again. */
  async #headSeq(connectionId: string): Promise<number | undefined> {
    const event = { body: '{"action":"ping"}', requestContext: { connectionId } } as SocketEvent;
    const answer = (await onMessage(store, OPEN)(event)) as { body: string };
    return (JSON.parse(answer.body) as { head?: { seq: number } }).head?.seq;
  }
}

function at(log: readonly Item[], timestamp: number): Item | undefined {
  return log.find((item) => item.timestamp === timestamp);
}
