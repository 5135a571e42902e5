import type { APIGatewayClientConfig } from '@aws-sdk/client-api-gateway';
import { type Policy, readPolicy, type Settings } from '../lambda/policy.js';
import { addGatewayResponses, type Resources } from './gateway-responses.js';
import { answerPreflights } from './preflight.js';
import { type Endpoints, tag } from './tag.js';

/** As much of osls as this plugin stands on. */
export interface Osls {
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  readonly service: {
    readonly functions: Readonly<Record<string, { readonly environment?: Settings }>>;
    readonly custom: { readonly throttle: { readonly rate: number; readonly burst: number } };
    readonly provider: { readonly compiledCloudFormationTemplate: { readonly Resources: Resources } };
  };
  readonly pluginManager: { readonly plugins: readonly object[] };
  getProvider(name: 'aws'): { getStage(): string; getAwsSdkV3Config(): Promise<APIGatewayClientConfig> };
  addServiceOutputSection(name: string, content: readonly string[]): void;
}

/** The function that has every setting. */
const MOST_SETTINGS = 'chat_put';

/** What this service needs of its deployment and osls has no setting for. */
export class ChatRoomPlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;
  readonly #osls: Osls;

  constructor(osls: Osls) {
    this.#osls = osls;
    this.hooks = {
      // The first of what `deploy`, `package` and `deploy function` do; `offline`, `info` and `remove` do none of it.
      'before:package:cleanup': () => void this.#policy(),
      'before:deploy:function:initialize': () => void this.#policy(),
      // Before the stacks are split.
      'before:aws:package:finalize:mergeCustomProviderResources': () => {
        const { Resources } = osls.service.provider.compiledCloudFormationTemplate;
        const { origins } = this.#policy();
        addGatewayResponses(Resources, origins);
        answerPreflights(Resources, origins);
      },
      // Both `deploy` and `info` gather the stack's outputs.
      'after:aws:info:gatherData': () =>
        osls.addServiceOutputSection('Paste this into a page, with dist/chat-*.js beside it', [
          ...['', ...tag(this.#endpoints()).split('\n'), ''],
        ]),
      'after:deploy:deploy': () => this.#throttle(),
    };
  }

  /** What the functions would read when they start on AWS, where nobody sees why they do not. */
  #policy(): Policy {
    try {
      return readPolicy(this.#osls.service.functions[MOST_SETTINGS]?.environment ?? {});
    } catch (error) {
      throw new this.#osls.classes.Error((error as Error).message, 'CHAT_SETTINGS');
    }
  }

  #endpoints(): Endpoints {
    const outputs = this.#osls.pluginManager.plugins.flatMap(gatheredOutputs);
    const value = (key: string) => {
      const output = outputs.find(({ OutputKey }) => OutputKey === key);
      if (!output)
        throw new Error(`unable to print the tag; the stack has no output ${key}; run "npm run deploy"`);
      return output.OutputValue;
    };
    return { api: value('ServiceEndpoint'), socket: value('ServiceEndpointWebsocket') };
  }

  /**
   * CloudFormation cannot throttle this stage: the document's template let `AWS::ApiGateway::Deployment` make it, an
   * `AWS::ApiGateway::Stage` of the same name would collide with it in a deployment that exists, and a deployment's
   * `StageDescription` is refused once its stage exists. So, as osls does for a stage's logs, after each deployment.
   */
  async #throttle(): Promise<void> {
    const { APIGatewayClient, UpdateStageCommand } = await import('@aws-sdk/client-api-gateway');
    const provider = this.#osls.getProvider('aws');
    const { rate, burst } = this.#osls.service.custom.throttle;
    const client = new APIGatewayClient(await provider.getAwsSdkV3Config());
    await client.send(
      new UpdateStageCommand({
        restApiId: new URL(this.#endpoints().api).hostname.split('.')[0],
        stageName: provider.getStage(),
        patchOperations: [
          { op: 'replace', path: '/*/*/throttling/rateLimit', value: String(rate) },
          { op: 'replace', path: '/*/*/throttling/burstLimit', value: String(burst) },
        ],
      }),
    );
  }
}

interface StackOutput {
  readonly OutputKey: string;
  readonly OutputValue: string;
}

/** osls keeps what it read of the stack in its own plugin for `info`. */
function gatheredOutputs(plugin: {
  gatheredData?: { outputs?: readonly StackOutput[] };
}): readonly StackOutput[] {
  return plugin.gatheredData?.outputs ?? [];
}
