import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { env } from './env.js';
import type { Appended } from './log.js';
import { report } from './report.js';

/** As serverless.yml names it. */
const FUNCTION = 'chat_fanout';

/** Lambda takes an errand within some ten milliseconds. */
const GIVE_MS = 1_000;

/** An item to bring to connections of its room. */
export interface Errand extends Appended {
  /** To whom; absent means everybody. */
  readonly ids?: readonly string[];
}

/** Lambda's way to another function. */
export interface Lambda {
  send(command: InvokeCommand, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

export function createLambda(endpoint = env.lambdaEndpoint): Lambda {
  return new LambdaClient({ ...(endpoint && { endpoint }), maxAttempts: 2 });
}

/** What this invocation leaves to others of its kind: they run while, or after, it answers. */
export class Errands {
  readonly #lambda: Lambda;

  constructor(lambda: Lambda) {
    this.#lambda = lambda;
  }

  /** Whether Lambda took it. Never throws: who gives an errand away can still do it. */
  async give(errand: Errand): Promise<boolean> {
    const command = new InvokeCommand({
      FunctionName: FUNCTION,
      InvocationType: 'Event',
      Payload: JSON.stringify(errand),
    });
    try {
      await this.#lambda.send(command, { abortSignal: AbortSignal.timeout(GIVE_MS) });
      return true;
    } catch (error) {
      report('errand_not_taken', error, { room_id: errand.item.room_id });
      return false;
    }
  }
}
