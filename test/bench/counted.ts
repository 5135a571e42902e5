import assert from 'node:assert/strict';
import { LIMITS_OF_USE } from '../../src/lambda/limits.js';
import { isWrite, withSend } from '../unit/lambda/fixture.js';
import { Site } from '../unit/lambda/site.js';

/** What DynamoDB counts, and how often it was called. */
interface Cost {
  readonly write: number;
  readonly read: number;
  readonly calls: number;
}

interface Call {
  readonly input: { ReturnConsumedCapacity?: string };
}

interface Result {
  readonly ConsumedCapacity?: { readonly CapacityUnits: number };
}

/** The deployed functions around one room, with every limit on, on a database whose calls are counted. */
export class Counted {
  #cost: Cost = { write: 0, read: 0, calls: 0 };
  #now = Date.now();
  readonly #site = new Site(
    { limits: LIMITS_OF_USE },
    withSend(
      (command, send) => this.#count(command, send),
      () => this.#now,
    ),
  );

  /** What is counted while something is done. */
  async cost(act: () => Promise<void>): Promise<Cost> {
    this.#cost = { write: 0, read: 0, calls: 0 };
    await act();
    return this.#cost;
  }

  async connect(connectionId: string): Promise<void> {
    this.#tick();
    assert.equal(await this.#site.connect('mina', connectionId), 200);
  }

  async put(text: string): Promise<void> {
    this.#tick();
    await this.#site.does('mina', { text });
  }

  /** How many messages a page of so many has. */
  async page(limit: number): Promise<number> {
    this.#tick();
    return (await this.#site.page('mina', { limit: `${limit}` })).length;
  }

  /** Nothing ties with what was done before, or is too much of it. */
  #tick(): void {
    this.#now += 1_000;
  }

  async #count(command: object, send: () => Promise<unknown>): Promise<unknown> {
    (command as Call).input.ReturnConsumedCapacity = 'TOTAL';
    const kind = isWrite(command) ? 'write' : 'read';
    // What a condition refuses costs a unit, and the local database does not say so.
    const units = (result: unknown): number => (result as Result).ConsumedCapacity?.CapacityUnits ?? 0;
    const add = (more: number): void => {
      const { calls } = this.#cost;
      this.#cost = { ...this.#cost, [kind]: this.#cost[kind] + more, calls: calls + 1 };
    };
    try {
      const result = await send();
      add(units(result));
      return result;
    } catch (error) {
      add(1);
      throw error;
    }
  }
}
