import { createStore, promisifyRequest } from 'idb-keyval';
import { ChatError } from './error.js';

/** Where a client keeps what is to outlive the page. Values are what the structured clone algorithm takes. */
export interface ChatStorage {
  get(key: string): Promise<unknown>;
  /** Puts what `change` makes of a key's value, or removes it for `undefined`; nobody else comes in between. */
  update(key: string, change: (value: unknown) => unknown): Promise<void>;
}

/** The browser's IndexedDB; `undefined` where there is none. Opened when it is first used. */
export function browserStorage(): ChatStorage | undefined {
  if (globalThis.indexedDB === undefined) return undefined;
  const use = createStore('chat-room-element', 'kept');
  return {
    get: (key) => use('readonly', (kept) => promisifyRequest(kept.get(key))),
    update: (key, change) =>
      use('readwrite', async (kept) => {
        const value = change(await promisifyRequest(kept.get(key)));
        if (value === undefined) kept.delete(key);
        else kept.put(value, key);
        return promisifyRequest(kept.transaction);
      }),
  };
}

/** Storage that does not answer in this time is as good as none: a message must not wait for it. */
const ANSWER_MS = 5_000;

const SLEPT_MS = 1_000;

/** A storage that may be blocked, full or broken. At its first failure it says so, and is not asked again. */
export class Keep {
  #storage: ChatStorage | undefined;
  readonly #failed: (error: ChatError) => void;

  constructor(storage: ChatStorage | undefined, failed: (error: ChatError) => void) {
    this.#storage = storage;
    this.#failed = failed;
  }

  get works(): boolean {
    return this.#storage !== undefined;
  }

  get(key: string): Promise<unknown> {
    return this.#use((storage) => storage.get(key));
  }

  async update(key: string, change: (value: unknown) => unknown): Promise<void> {
    await this.#use((storage) => storage.update(key, change));
  }

  async #use<Value>(task: (storage: ChatStorage) => Promise<Value>): Promise<Value | undefined> {
    const storage = this.#storage;
    if (!storage) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      const wait = (): void => {
        const due = Date.now() + ANSWER_MS;
        // A timer that is late itself says only that the machine slept.
        const overdue = () =>
          Date.now() > due + SLEPT_MS ? wait() : reject(new Error('it does not answer'));
        timer = setTimeout(overdue, ANSWER_MS);
      };
      wait();
    });
    try {
      return await Promise.race([task(storage), late]);
    } catch (cause) {
      if (this.#storage) {
        this.#storage = undefined;
        const reason = 'its storage is blocked, full or broken; unsent messages live as long as the page';
        this.#failed(
          new ChatError('storage_unavailable', `unable to keep messages on this device; ${reason}`, {
            cause,
          }),
        );
      }
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** How long to wait for another tab. Its messages and ours have ids, so going on without it costs at most their order. */
const LOCK_MS = 20_000;

/** Runs the task while no other tab runs one of this name. */
export async function exclusively<Value>(name: string, task: () => Promise<Value>): Promise<Value> {
  // Pages without HTTPS have no locks.
  const locks = globalThis.navigator?.locks;
  if (!locks) return task();
  let result: Promise<Value> | undefined;
  const run = (): Promise<Value> => {
    result = task();
    return result;
  };
  try {
    return await locks.request(name, { signal: AbortSignal.timeout(LOCK_MS) }, run);
  } catch (error) {
    // Held for too long, or refused by the browser. What the task itself threw goes on.
    if (result) throw error;
    return task();
  }
}
