import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiServiceException,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import pMap from 'p-map';
import { spend } from './budget.js';
import type { Connections } from './connections.js';
import { env } from './env.js';
import type { Appended } from './log.js';
import { report } from './report.js';
import { isTransient, pause } from './retry.js';

const CONCURRENCY = 32;

/** A connection that does not take its frame in this time keeps nobody waiting. */
const POST_MS = 1_000;

/** How often a connection is tried that could not be reached for now. */
const ROUNDS = 6;

/** API Gateway's way to a connection. */
export interface Gateway {
  send(
    command: PostToConnectionCommand | DeleteConnectionCommand,
    options: { readonly abortSignal: AbortSignal },
  ): Promise<unknown>;
}

export function createGateway(endpoint = env.connectionsEndpoint): Gateway {
  return new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 1 });
}

type Ids = Iterable<string> | AsyncIterable<string>;

/** What a post brings, and what it brings to those who may have it already. */
interface Frames {
  readonly first: string;
  readonly again: string;
}

/**
 * A bare item goes once to each; where it is unknown whether it arrived, `again` follows, which older clients do not show a second
 * time. They know no changes, so a change is never bare.
 */
function framesOf({ item, fresh }: Appended): Frames {
  const again = JSON.stringify({ type: item.kind === undefined ? 'again' : 'change', item });
  return { first: fresh && item.kind === undefined ? JSON.stringify(item) : again, again };
}

/** Posts an item to connections. Never fails: the log is what counts, and whoever misses a frame finds it there. */
export class Posts {
  readonly #gateway: Gateway;
  readonly #connections: Connections;

  constructor(gateway: Gateway, connections: Connections) {
    this.#gateway = gateway;
    this.#connections = connections;
  }

  /**
   * Posts to each connection, and again to those that could not be reached for now, once everybody had a turn. No post begins
   * after the budget. Resolves when the last one has ended, since a Lambda is frozen once it has answered.
   */
  async send(ids: Ids, appended: Appended, budget: AbortSignal): Promise<void> {
    const { first, again } = framesOf(appended);
    const mayHave = new Set<string>();
    const errors: unknown[] = [];
    let left = ids;
    for (let round = 0; round < ROUNDS; round++) {
      const missed: string[] = [];
      await pMap(
        spend(left, budget),
        async (id) => {
          if (round > 0) await pause(round, budget);
          const data = mayHave.has(id) ? again : first;
          const error = budget.aborted ? budget.reason : await this.#post(id, data);
          if (statusOf(error) !== 429) mayHave.add(id);
          if (isTransient(error) && round + 1 < ROUNDS) missed.push(id);
          else if (error) errors.push(error);
        },
        { concurrency: CONCURRENCY },
      );
      left = missed;
    }
    // One line for all: a throttled account would otherwise fill the log.
    if (errors.length > 0) report('posts_failed', errors.at(-1), { count: String(errors.length) });
  }

  /** Ends connections, as long as that may begin: first nothing is pushed to them any more, then they are closed. */
  async end(ids: Ids, budget: AbortSignal): Promise<void> {
    await pMap(
      spend(ids, budget),
      async (ConnectionId) => {
        await this.#drop(ConnectionId, (id) => this.#connections.remove(id));
        const error = await this.#ask(ConnectionId, new DeleteConnectionCommand({ ConnectionId }));
        if (error) report('connection_not_closed', error, { connection_id: ConnectionId });
      },
      { concurrency: CONCURRENCY },
    );
  }

  #post(ConnectionId: string, Data: string): Promise<unknown> {
    return this.#ask(ConnectionId, new PostToConnectionCommand({ ConnectionId, Data }));
  }

  /** Gives back why the connection was not reached, if it is there. */
  async #ask(id: string, command: PostToConnectionCommand | DeleteConnectionCommand): Promise<unknown> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), POST_MS);
    try {
      await this.#gateway.send(command, { abortSignal: controller.signal });
    } catch (error) {
      if (!isGone(error)) return error;
      await this.#drop(id, (gone) => this.#connections.removeGone(gone));
    } finally {
      clearTimeout(timer);
    }
    return undefined;
  }

  async #drop(connection_id: string, remove: (id: string) => Promise<void>): Promise<void> {
    try {
      await remove(connection_id);
    } catch (error) {
      report('connection_not_removed', error, { connection_id });
    }
  }
}

/**
 * The name of a 410 differs between AWS, SDK versions and emulators; its status does not. A `BadRequestException` says that no
 * connection can have this id: nothing else of a post of ours can be malformed. Other 400s are about the caller.
 */
function isGone(error: unknown): boolean {
  const status = statusOf(error);
  return status === 410 || (status === 400 && (error as Error).name === 'BadRequestException');
}

function statusOf(error: unknown): number | undefined {
  return (error as Partial<ApiGatewayManagementApiServiceException> | undefined)?.$metadata?.httpStatusCode;
}
