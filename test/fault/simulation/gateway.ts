import type { Faults } from './faults.js';
import type { Trace } from './trace.js';
import { wait } from './virtual-time.js';

/** The other end of a connection. */
export interface Peer {
  /** Whose it is, for the trace. */
  readonly who: string;
  deliver(data: string): void;
}

/** What the gateway calls. Each gives `undefined` when its Lambda died. */
export interface SocketFunctions {
  connect(connectionId: string, query: Record<string, string>): Promise<Answer | undefined>;
  message(connectionId: string, body: string): Promise<Answer | undefined>;
  disconnect(connectionId: string): Promise<Answer | undefined>;
}

export interface Answer {
  readonly statusCode?: number;
  readonly body?: string;
}

interface Connection {
  readonly peer: Peer;
  readonly since: number;
  /** `$connect` has ended: until then a post finds nobody. */
  isUp: boolean;
}

/** API Gateway’s WebSocket side, in memory: pushes are lost, doubled, late and therefore out of order. */
export class Gateway {
  readonly #faults: Faults;
  readonly #trace: Trace;
  readonly #functions: () => SocketFunctions;
  readonly #connections = new Map<string, Connection>();
  #count = 0;

  constructor(faults: Faults, trace: Trace, functions: () => SocketFunctions) {
    this.#faults = faults;
    this.#trace = trace;
    this.#functions = functions;
  }

  /** Milliseconds since a connection was asked for. */
  age(connectionId: string): number {
    return Date.now() - (this.#connections.get(connectionId)?.since ?? 0);
  }

  /** The new connection's id; `undefined` when the handshake is refused. */
  async connect(peer: Peer, query: Record<string, string>): Promise<string | undefined> {
    const id = `c${++this.#count}`;
    const connection: Connection = { peer, since: Date.now(), isUp: false };
    this.#connections.set(id, connection);
    const answer = await this.#functions().connect(id, query);
    connection.isUp = answer?.statusCode === 200;
    this.#trace.add(peer.who, `${connection.isUp ? 'connected as' : 'refused as'} ${id}`);
    if (connection.isUp) return id;
    this.#connections.delete(id);
    return undefined;
  }

  /** A frame from the client; the function's answer goes back on the same line. */
  async receive(connectionId: string, body: string): Promise<void> {
    const answer = await this.#functions().message(connectionId, body);
    if (answer?.body === undefined || this.#faults.strikes('a pong was lost', connectionId)) return;
    await wait(this.#latency());
    this.#deliver(connectionId, answer.body);
  }

  /** The connection has ended, for whatever reason. */
  async end(connectionId: string): Promise<void> {
    if (!this.#connections.delete(connectionId)) return;
    if (this.#faults.strikes('a $disconnect was lost', connectionId)) return;
    await wait(this.#latency());
    await this.#functions().disconnect(connectionId);
  }

  /** What `@connections` does. */
  async post(connectionId: string, data: string): Promise<object> {
    const { random } = this.#faults;
    await wait(this.#latency());
    if (this.#faults.strikes('a post was refused', connectionId)) throw refusal(random.pick([429, 500]));
    if (!this.#connections.get(connectionId)?.isUp) throw refusal(410);
    if (this.#faults.strikes('a push was lost', connectionId)) return {};
    const copies = this.#faults.strikes('a push was doubled', connectionId) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const isLate = this.#faults.strikes('a push was late', connectionId);
      setTimeout(
        () => this.#deliver(connectionId, data),
        isLate ? random.between(100, 5_000) : this.#latency(),
      );
    }
    return {};
  }

  #deliver(connectionId: string, data: string): void {
    this.#connections.get(connectionId)?.peer.deliver(data);
  }

  #latency(): number {
    return this.#faults.random.between(5, 60);
  }
}

/** As the AWS SDK rejects: its status is what counts. */
function refusal(httpStatusCode: number): Error {
  return Object.assign(new Error('unable to post'), { name: 'Unknown', $metadata: { httpStatusCode } });
}
