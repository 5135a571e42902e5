import {
  DeleteConnectionCommand,
  type PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Gateway } from '../../../src/lambda/posts.js';

interface Post {
  readonly id: string;
  readonly data: string;
}

/** What becomes of a post, by its connection and how often that was posted to: a status, or whatever a promise does. */
type Answer = (id: string, times: number) => number | Promise<number>;

/** API Gateway's way to connections, in memory. */
export class FakeGateway implements Gateway {
  /** Every post that began, in that order. */
  readonly begun: Post[] = [];
  /** Those that their connection got. */
  readonly reached: Post[] = [];
  /** Connections that were closed from this side. */
  readonly closed: string[] = [];
  /** Posts that have not ended. */
  underWay = 0;
  readonly #times = new Map<string, number>();
  readonly #answer: Answer;

  constructor(answer: Answer = () => 200) {
    this.#answer = answer;
  }

  async send(
    command: PostToConnectionCommand | DeleteConnectionCommand,
    options: { abortSignal: AbortSignal },
  ): Promise<void> {
    if (command instanceof DeleteConnectionCommand) this.closed.push(command.input.ConnectionId ?? '');
    else await this.#post(command, options);
  }

  async #post({ input }: PostToConnectionCommand, options: { abortSignal: AbortSignal }): Promise<void> {
    const post = { id: input.ConnectionId ?? '', data: String(input.Data) };
    const times = this.times(post.id) + 1;
    this.#times.set(post.id, times);
    this.begun.push(post);
    this.underWay++;
    try {
      const status = await Promise.race([this.#answer(post.id, times), aborted(options.abortSignal)]);
      if (status !== 200) throw refusal(status);
      this.reached.push(post);
    } finally {
      this.underWay--;
    }
  }

  /** How often a connection was posted to. */
  times(id: string): number {
    return this.#times.get(id) ?? 0;
  }

  /** The frames that a connection got. */
  framesOf(id: string): unknown[] {
    return this.reached.filter((post) => post.id === id).map(({ data }) => JSON.parse(data) as unknown);
  }
}

/** As the AWS SDK rejects what API Gateway refuses. */
function refusal(httpStatusCode: number): Error {
  const name = { 400: 'BadRequestException', 429: 'LimitExceededException' }[httpStatusCode] ?? 'Unknown';
  return Object.assign(new Error('refused'), { name, $metadata: { httpStatusCode } });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
