import { DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import type { InvokeCommand } from '@aws-sdk/client-lambda';
import type { Lambda } from '../../src/lambda/errands.js';
import type { Gateway } from '../../src/lambda/posts.js';
import type { Store } from '../../src/lambda/store.js';
import { withSend } from '../unit/lambda/fixture.js';
import { FUNCTIONS, TABLES } from '../unit/packaging/expected.js';

/** What a call of the SDK is to IAM. */
const ACTIONS: Readonly<Record<string, string>> = {
  GetCommand: 'dynamodb:GetItem',
  BatchGetCommand: 'dynamodb:BatchGetItem',
  QueryCommand: 'dynamodb:Query',
  PutCommand: 'dynamodb:PutItem',
  UpdateCommand: 'dynamodb:UpdateItem',
  DeleteCommand: 'dynamodb:DeleteItem',
};

interface Input {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, object>>;
}

/** The role of a function as it is packaged: it lets through what the role allows, and remembers what was used of it. */
export class Role {
  /** As `FUNCTIONS` lists what a function may. */
  readonly allowed: Readonly<Record<string, readonly string[]>>;
  /** Calls that the role does not allow. */
  readonly refused: string[] = [];
  readonly #used = new Set<string>();

  constructor(name: string) {
    this.allowed = FUNCTIONS[name]?.may ?? {};
  }

  get used(): Record<string, string[]> {
    const used: Record<string, string[]> = {};
    for (const each of [...this.#used].sort()) {
      const [resource = '', action = ''] = each.split(' ');
      used[resource] = [...(used[resource] ?? []), action];
    }
    return used;
  }

  store(now?: () => number): Store {
    return withSend(async (command, send) => {
      const { TableName, IndexName, RequestItems } = (command as { input: Input }).input;
      for (const table of TableName ? [TableName] : Object.keys(RequestItems ?? {})) {
        const index = IndexName ? `/index/${IndexName}` : '';
        this.#demand(
          ACTIONS[command.constructor.name] ?? command.constructor.name,
          `${arnOf(table)}${index}`,
        );
      }
      return send();
    }, now);
  }

  gateway(gateway: Gateway): Gateway {
    return {
      send: async (command, options) => {
        const method = command instanceof DeleteConnectionCommand ? 'DELETE' : 'POST';
        const resource = Object.keys(this.allowed).find((arn) => arn.endsWith(`/${method}/@connections/*`));
        this.#demand('execute-api:ManageConnections', resource ?? method);
        return gateway.send(command, options);
      },
    };
  }

  lambda(lambda: Lambda): Lambda {
    return {
      send: async (command: InvokeCommand, options) => {
        const name = command.input.FunctionName ?? '';
        const resource = Object.keys(this.allowed).find((arn) => arn.endsWith(`:function:${name}`));
        this.#demand('lambda:InvokeFunction', resource ?? name);
        return lambda.send(command, options);
      },
    };
  }

  #demand(action: string, resource: string): void {
    if (!this.allowed[resource]?.includes(action)) {
      this.refused.push(`${action} ${resource}`);
      throw Object.assign(new Error(`${action} ${resource}`), { name: 'AccessDeniedException' });
    }
    this.#used.add(`${resource} ${action}`);
  }
}

function arnOf(table: string): string {
  const [id] = Object.entries(TABLES).find(([, { TableName }]) => TableName === table) ?? [table];
  return `{${id}.Arn}`;
}
