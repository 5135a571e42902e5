import { type MessageRequest, parseMessageRequest } from '../contract/index.js';
import { exclusively, type Keep } from './storage.js';

/** A message that is not in the log yet, as it outlives the page. */
export interface Unsent {
  readonly request: MessageRequest & { readonly id: string };
  /** When it was first tried, by the device's clock. */
  readonly at: number;
  /** Why it is not tried any more by itself. */
  readonly failed?: { readonly code: string; readonly message: string };
  /** Taken away by its writer, perhaps while another tab was about to send it. Stays a while, to tell that tab. */
  readonly discarded?: true;
}

const DISCARDED_MS = 60 * 60_000;

/** One user's unsent messages of a room, in the order of writing, shared by all tabs. In a storage that fails it keeps nothing. */
export class OutboxStore {
  readonly #keep: Keep;
  readonly #key: string;

  constructor(keep: Keep, key: string) {
    this.#keep = keep;
    this.#key = `outbox ${key}`;
  }

  /** What all tabs have left to send; `undefined` when nobody can tell. */
  async list(): Promise<readonly Unsent[] | undefined> {
    const value = await this.#keep.get(this.#key);
    return this.#keep.works ? parse(value) : undefined;
  }

  /** Puts it at the end, or in the place of what is known of the same message. */
  async put(unsent: Unsent): Promise<void> {
    const { id } = unsent.request;
    await this.#update((list) => {
      const isKnown = list.some(({ request }) => request.id === id);
      return isKnown ? list.map((other) => (other.request.id === id ? unsent : other)) : [...list, unsent];
    });
  }

  async remove(id: string): Promise<void> {
    await this.#update((list) => list.filter(({ request }) => request.id !== id));
  }

  /** Runs the task while no other tab sends to this room. */
  exclusively<Value>(task: () => Promise<Value>): Promise<Value> {
    return this.#keep.works ? exclusively(`chat-room ${this.#key}`, task) : task();
  }

  #update(change: (list: readonly Unsent[]) => readonly Unsent[]): Promise<void> {
    return this.#keep.update(this.#key, (value) => {
      const list = change(parse(value)).filter(
        ({ discarded, at }) => !discarded || at > Date.now() - DISCARDED_MS,
      );
      return list.length === 0 ? undefined : list;
    });
  }
}

/** Reads what a page of any version left; what is no message is left out. */
function parse(value: unknown): readonly Unsent[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const { request: draft, at, failed, discarded } = (entry ?? {}) as Partial<Record<keyof Unsent, unknown>>;
    try {
      const { id, ...request } = parseMessageRequest(draft);
      if (id === undefined || typeof at !== 'number') return [];
      const { code, message } = (failed ?? {}) as { code?: unknown; message?: unknown };
      const isFailed = typeof code === 'string' && typeof message === 'string';
      return {
        request: { ...request, id },
        at,
        ...(isFailed && { failed: { code, message } }),
        ...(discarded === true && { discarded }),
      };
    } catch {
      return [];
    }
  });
}
