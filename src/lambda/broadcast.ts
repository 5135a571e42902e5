import {
  ApiGatewayManagementApiClient,
  type ApiGatewayManagementApiServiceException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import pMap from 'p-map';
import type { Connections } from './connections.js';
import { report } from './report.js';

const CONCURRENCY = 32;

/** A connection that does not take its frame in this time does not keep the others, nor the PUT, waiting. */
const POST_MS = 1_000;

/** How long posts of one message may begin, well inside the Lambda's 10 s. Who was not reached catches up. */
const TOTAL_MS = 5_000;

/** Brings news to every connection of a room. Never fails: the log is what counts, and whoever misses a frame finds it there. */
export class Broadcast {
  readonly #connections: Connections;
  readonly #gateway: ApiGatewayManagementApiClient;

  constructor(connections: Connections, endpoint: string) {
    this.#connections = connections;
    this.#gateway = new ApiGatewayManagementApiClient({ endpoint, maxAttempts: 1 });
  }

  /** Resolves when every post has ended, since a Lambda is frozen once it has answered. */
  async send(room_id: string, frame: unknown): Promise<void> {
    const data = JSON.stringify(frame);
    await pMap(this.#recipients(room_id), (id) => this.#post(id, data), { concurrency: CONCURRENCY });
  }

  /** Ends, never throws, when the list cannot be read on: the posts under way must still be awaited. */
  async *#recipients(room_id: string): AsyncGenerator<string> {
    const total = AbortSignal.timeout(TOTAL_MS);
    try {
      for await (const id of this.#connections.of(room_id, total)) {
        total.throwIfAborted();
        yield id;
      }
    } catch (error) {
      report('broadcast_cut_short', error, { room_id });
    }
  }

  async #post(ConnectionId: string, Data: string): Promise<void> {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), POST_MS);
    try {
      await this.#gateway.send(new PostToConnectionCommand({ ConnectionId, Data }), {
        abortSignal: controller.signal,
      });
    } catch (error) {
      // The name of a 410 differs between AWS, SDK versions and emulators; its status does not.
      const { $metadata } = error as Partial<ApiGatewayManagementApiServiceException>;
      if ($metadata?.httpStatusCode === 410) await this.#drop(ConnectionId);
      else report('post_failed', error, { connection_id: ConnectionId });
    } finally {
      clearTimeout(timer);
    }
  }

  async #drop(connection_id: string): Promise<void> {
    try {
      await this.#connections.removeGone(connection_id);
    } catch (error) {
      report('connection_not_removed', error, { connection_id });
    }
  }
}
