import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Store } from '../../../src/lambda/store.js';
import type { Faults } from './faults.js';
import type { Gateway } from './gateway.js';
import type { Trace } from './trace.js';
import { never, wait } from './virtual-time.js';

/** How long AWS lets an invocation live, and how much later what it has sent may still arrive. */
const LIFE_MS = 10_000;
const FLIGHT_MS = 3_000;

/** As `createStore` sets it. */
const CALL_MS = 3_000;

/** How long a Lambda may stand still: longer than it lives. */
const STALL_MS = 12_000;

/** Lambdas differ in their clocks only. */
const COUNT = 4;

/** What an invocation has of the world. */
export interface Invocation {
  readonly store: Store;
  readonly gateway: { send(command: object, options?: SendOptions): Promise<never> };
}

interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: {
    readonly TableName?: string;
    readonly IndexName?: string;
    readonly Item?: { readonly timestamp?: number; readonly fenced?: boolean };
  };
}

interface Result {
  readonly Attributes?: object;
  readonly Items?: readonly { readonly connection_id: string }[];
  readonly error?: Error;
}

export interface LambdasOptions {
  readonly db: DynamoDBDocumentClient;
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly trace: Trace;
  /** How far a clock may be off, in milliseconds. */
  readonly skew: number;
}

/** Runs the functions, each invocation with a clock of its own and with everything that can happen to it on the way. */
export class Lambdas {
  readonly #options: LambdasOptions;
  readonly #skews: readonly number[];
  #invocations = 0;
  #isThrottled = false;

  constructor(options: LambdasOptions) {
    this.#options = options;
    const { skew, faults } = options;
    this.#skews = Array.from({ length: COUNT }, () => Math.round(faults.random.between(-skew, skew)));
  }

  /** The function's answer; `undefined` when its Lambda died. */
  async invoke<Answer>(
    name: string,
    run: (invocation: Invocation) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const { faults } = this.#options;
    const life = new Life(`λ${++this.#invocations} ${name}`);
    const timer = setTimeout(() => {
      faults.record('a Lambda ran into its time-out', life.who);
      life.end();
    }, LIFE_MS);
    const store = this.#store(life, faults.random.pick(this.#skews));
    const answer = await Promise.race([run({ store, gateway: this.#gateway(life) }), life.over]);
    clearTimeout(timer);
    // The Lambda is frozen now: what it did not await never happens.
    life.end();
    return answer;
  }

  /** Longer than a function tries: what it answers then is that it cannot. */
  async throttle(milliseconds: number): Promise<void> {
    this.#options.faults.record('the database throttled for a while', 'database');
    this.#isThrottled = true;
    await wait(milliseconds);
    this.#isThrottled = false;
  }

  #store(life: Life, skew: number): Store {
    const { faults } = this.#options;
    const send = async (command: Command, options?: SendOptions): Promise<Result> => {
      if (faults.strikes('a Lambda stalled', life.who)) await wait(faults.random.between(1_000, STALL_MS));
      return life.bound(() => inTime(this.#call(life, command)), options);
    };
    return {
      db: Object.assign(Object.create(this.#options.db) as DynamoDBDocumentClient, { send }),
      now: () => Date.now() + skew,
    };
  }

  #gateway(life: Life): Invocation['gateway'] {
    const post = (command: object): Promise<never> => {
      const { ConnectionId, Data } = (command as { input: { ConnectionId: string; Data: string } }).input;
      return this.#options.gateway.post(ConnectionId, Data) as Promise<never>;
    };
    return { send: (command, options) => life.bound(() => post(command), options) };
  }

  async #call(life: Life, command: Command): Promise<Result> {
    const { faults, gateway } = this.#options;
    const { who } = life;
    if (faults.strikes('a Lambda died before a database call', who)) return life.end();
    if (this.#isThrottled || faults.strikes('the database throttled', who)) {
      throw new ProvisionedThroughputExceededException({ message: 'too much', $metadata: {} });
    }
    const isSlow = faults.strikes('a database call was slow', who);
    await wait(this.#latency(isSlow));
    if (faults.strikes('a call landed after its Lambda’s end', who)) {
      await wait(Math.max(0, life.left) + faults.random.between(0, FLIGHT_MS));
    }
    if (life.left < -FLIGHT_MS) return never();
    let result = await this.#land(who, command);
    if (faults.strikes('a call was made twice', who)) {
      await wait(this.#latency(false));
      result = await this.#land(who, command);
    }
    if (isSlow) await wait(this.#latency(faults.random.chance(0.5)));
    if (faults.strikes('a Lambda died after a database call', who)) return life.end();
    if (result.error) throw result.error;
    if (command.input.IndexName === undefined || !faults.strikes('the index was late', who)) return result;
    const lag = faults.random.between(0, 3_000);
    return { ...result, Items: result.Items?.filter((row) => gateway.age(row.connection_id) > lag) ?? [] };
  }

  async #land(who: string, command: Command): Promise<Result> {
    const { db, trace } = this.#options;
    const { TableName, Item } = command.input;
    const result = (await db.send(command as never).catch((error: Error): Result => ({ error }))) as Result;
    const { error, Attributes, Items } = result;
    const outcome = error?.name ?? (Attributes ? JSON.stringify(Attributes) : (Items?.length ?? ''));
    const row = Item ? `${Item.fenced ? 'tombstone ' : ''}${Item.timestamp}` : '';
    trace.add(who, `${command.constructor.name} ${TableName} ${row} → ${outcome}`);
    return result;
  }

  #latency(isSlow: boolean): number {
    const { random } = this.#options.faults;
    return isSlow ? random.between(100, 6_000) : random.between(5, 40);
  }
}

/** As the database's client, which gives up a call that may land all the same. */
function inTime<Value>(call: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = Object.assign(new Error('no answer'), { name: 'TimeoutError' });
    const timer = setTimeout(() => reject(late), CALL_MS);
    call.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** An invocation, from its event to its answer or its death. */
class Life {
  readonly who: string;
  readonly over: Promise<undefined>;
  readonly #end = Date.now() + LIFE_MS;
  #isOver = false;
  #tell: () => void = () => {};

  constructor(who: string) {
    this.who = who;
    this.over = new Promise((resolve) => {
      this.#tell = () => resolve(undefined);
    });
  }

  /** Milliseconds until the time-out; below zero after it. */
  get left(): number {
    return this.#end - Date.now();
  }

  end(): Promise<never> {
    this.#isOver = true;
    this.#tell();
    return never();
  }

  /** An act of the function's, and what the function hears of it: nothing once it is over. */
  bound<Value>(act: () => Promise<Value>, { abortSignal }: SendOptions = {}): Promise<Value> {
    if (this.#isOver) return never();
    return new Promise((resolve, reject) => {
      const abort = (): void => settle(() => reject(abortSignal?.reason));
      const settle = (tell: () => void): void => {
        abortSignal?.removeEventListener('abort', abort);
        if (!this.#isOver) tell();
      };
      if (abortSignal?.aborted) return abort();
      abortSignal?.addEventListener('abort', abort);
      act().then(
        (value) => settle(() => resolve(value)),
        (reason) => settle(() => reject(reason)),
      );
    });
  }
}
