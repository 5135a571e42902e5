import type { Origins } from '../lambda/origins.js';
import type { Resources } from './gateway-responses.js';

interface Preflight {
  readonly HttpMethod: string;
  readonly MethodResponses: readonly { readonly ResponseParameters: Record<string, boolean> }[];
  readonly Integration: {
    readonly IntegrationResponses: readonly {
      readonly ResponseParameters: Record<string, string>;
      readonly ResponseTemplates: Record<string, string>;
    }[];
  };
}

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/**
 * Has the preflights of a REST API's template, which take all origins, answer those of a list and no other. osls has a list, too,
 * but makes patterns of it, and names the first origin to the pages of all others.
 */
export function answerPreflights(resources: Resources, { list }: Origins): void {
  if (!list) return;
  for (const { MethodResponses, Integration } of preflights(resources)) {
    for (const { ResponseParameters } of MethodResponses) ResponseParameters[header('Vary')] = true;
    for (const { ResponseParameters, ResponseTemplates } of Integration.IntegrationResponses) {
      delete ResponseParameters[header(ALLOW_ORIGIN)];
      ResponseParameters[header('Vary')] = "'Origin'";
      ResponseTemplates['application/json'] = template(list);
    }
  }
}

function preflights(resources: Resources): Preflight[] {
  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::ApiGateway::Method')
    .map(({ Properties }) => Properties as unknown as Preflight)
    .filter(({ HttpMethod }) => HttpMethod === 'OPTIONS');
}

function header(name: string): string {
  return `method.response.header.${name}`;
}

/** In API Gateway's template language, where a header goes by the name that the client wrote. No origin has a quote in it. */
function template(origins: readonly string[]): string {
  const isListed = origins.map((origin) => `$origin == "${origin}"`).join(' || ');
  return [
    '#set($origin = $input.params("origin"))',
    '#if($origin == "")#set($origin = $input.params("Origin"))#end',
    `#if(${isListed})#set($context.responseOverride.header.${ALLOW_ORIGIN} = $origin)#end`,
  ].join('\n');
}
