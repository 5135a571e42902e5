import type { Side } from './rule.js';

/** What the proxy saw, in its order. */
export type ProxyEvent =
  | {
      readonly type: 'request';
      readonly client: string;
      readonly method: string;
      readonly url: URL;
      readonly body: string;
    }
  /** The backend has answered; its answer has not gone on yet. */
  | { readonly type: 'reply'; readonly client: string; readonly method: string; readonly status: number }
  /** What the client got; no status when its connection was cut instead. */
  | { readonly type: 'answer'; readonly client: string; readonly method: string; readonly status?: number }
  | { readonly type: 'connect'; readonly client: string; readonly nth: number; readonly url: URL }
  | { readonly type: 'refused' | 'open'; readonly client: string; readonly nth: number }
  /** It reached the proxy on its way `to` a side. */
  | {
      readonly type: 'frame';
      readonly client: string;
      readonly nth: number;
      readonly to: Side;
      readonly data: string;
    }
  | {
      readonly type: 'closed';
      readonly client: string;
      readonly nth: number;
      readonly by: Side | 'proxy';
      readonly code: number;
    };

type Predicate = (event: ProxyEvent) => boolean;

/** An event that a test waits for comes, or never will. */
const PATIENCE_MS = 120_000;

/** What passed through a proxy, to assert on and to wait for. */
export class EventLog {
  readonly #events: ProxyEvent[] = [];
  readonly #watchers = new Set<() => void>();

  get events(): readonly ProxyEvent[] {
    return this.#events;
  }

  add(event: ProxyEvent): void {
    this.#events.push(event);
    for (const look of [...this.#watchers]) look();
  }

  filter(predicate: Predicate, from = 0): ProxyEvent[] {
    return this.#events.slice(from).filter(predicate);
  }

  /** How many requests of a method a client has made. */
  requests(client: string, method: string, from = 0): number {
    return this.filter(
      (event) => event.type === 'request' && event.client === client && event.method === method,
      from,
    ).length;
  }

  /** How often a client has asked for a line. */
  connects(client: string): number {
    return this.filter((event) => event.type === 'connect' && event.client === client).length;
  }

  /** Resolves with the first event from `from` on that is meant, be it past or to come. */
  waitFor(predicate: Predicate, from = 0): Promise<ProxyEvent> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      const look = (): void => {
        const [found] = this.filter(predicate, from);
        if (!found) return;
        end();
        resolve(found);
      };
      const timer = setTimeout(() => {
        end();
        const last = this.#events.slice(-5).map(({ type, client }) => `${client} ${type}`);
        reject(new Error(`unable to see the event; the proxy last saw: ${last.join(', ')}`));
      }, PATIENCE_MS);
      this.#watchers.add(look);
      look();
    });
  }
}
