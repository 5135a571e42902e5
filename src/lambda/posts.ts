import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiServiceException,
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
  send(command: PostToConnectionCommand, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

export function createGateway(endpoint = env.connectionsEndpoint): Gateway {
  return new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 1 });
}

type Ids = Iterable<string> | AsyncIterable<string>;

/**
 * Posts an item to connections. Never fails: the log is what counts, and whoever misses a frame finds it there. A bare item
 * goes once to each; where it is unknown whether it arrived, `again` follows, which older clients do not show a second time.
 */
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
  async send(ids: Ids, { item, fresh }: Appended, budget: AbortSignal): Promise<void> {
    const bare = JSON.stringify(item);
    const again = JSON.stringify({ type: 'again', item });
    const mayHave = new Set<string>();
    const errors: unknown[] = [];
    let left = ids;
    for (let round = 0; round < ROUNDS; round++) {
      const missed: string[] = [];
      await pMap(
        spend(left, budget),
        async (id) => {
          if (round > 0) await pause(round, budget);
          const data = fresh && !mayHave.has(id) ? bare : again;
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

  /** Gives back why the connection was not reached, if it is there. */
  async #post(ConnectionId: string, Data: string): Promise<unknown> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), POST_MS);
    try {
      const command = new PostToConnectionCommand({ ConnectionId, Data });
      await this.#gateway.send(command, { abortSignal: controller.signal });
    } catch (error) {
      if (!isGone(error)) return error;
      await this.#drop(ConnectionId);
    } finally {
      clearTimeout(timer);
    }
    return undefined;
  }

  async #drop(connection_id: string): Promise<void> {
    try {
      await this.#connections.removeGone(connection_id);
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
