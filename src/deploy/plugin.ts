import type { APIGatewayClientConfig } from '@aws-sdk/client-api-gateway';
import { addGatewayResponses, type Resources } from './gateway-responses.js';
import { type Endpoints, tag } from './tag.js';

/** As much of osls as this plugin stands on. */
export interface Osls {
  readonly service: {
    readonly custom: { readonly throttle: { readonly rate: number; readonly burst: number } };
    readonly provider: { readonly compiledCloudFormationTemplate: { readonly Resources: Resources } };
  };
  readonly pluginManager: { readonly plugins: readonly object[] };
  getProvider(name: 'aws'): { getStage(): string; getAwsSdkV3Config(): Promise<APIGatewayClientConfig> };
  addServiceOutputSection(name: string, content: readonly string[]): void;
}

/** What this service needs of its deployment and osls has no setting for. */
export class ChatRoomPlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;
  readonly #osls: Osls;

  constructor(osls: Osls) {
    this.#osls = osls;
    const { provider } = osls.service;
    this.hooks = {
      // Before the stacks are split.
      'before:aws:package:finalize:mergeCustomProviderResources': () =>
        addGatewayResponses(provider.compiledCloudFormationTemplate.Resources),
      // Both `deploy` and `info` gather the stack's outputs.
      'after:aws:info:gatherData': () =>
        osls.addServiceOutputSection('Paste this into a page, with dist/chat-room.js beside it', [
          ...['', ...tag(this.#endpoints()).split('\n'), ''],
        ]),
      'after:deploy:deploy': () => this.#throttle(),
    };
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
