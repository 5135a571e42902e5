import { errorHeaders, WireError, type WireErrorCode } from '../contract/index.js';
import type { Origins } from '../lambda/origins.js';

/**
 * What API Gateway answers in our place, in the contract's own shape and readable by the pages that may use the
 * backend: without the CORS header a browser takes such an answer for a dead network. Keys are API Gateway's response types.
 */
export const GATEWAY_ERRORS = {
  // The fallbacks of every type without an entry; their status replaces API Gateway's own.
  DEFAULT_4XX: gatewayError('invalid_request', 'unable to answer; the gateway refused the request'),
  DEFAULT_5XX: gatewayError('internal', 'unable to answer; the function failed; try again later'),
  MISSING_AUTHENTICATION_TOKEN: gatewayError(
    'not_found',
    'unable to answer; there is no such route; use GET or PUT /chat',
  ),
  REQUEST_TOO_LARGE: gatewayError('body_too_large', 'unable to answer; the body is too large; send less'),
  THROTTLED: gatewayError('rate_limited', 'unable to answer; too many requests; try again in a second'),
  QUOTA_EXCEEDED: gatewayError('rate_limited', 'unable to answer; too many requests; try again in a second'),
  // Also what a Lambda answers that is out of concurrency.
  INTEGRATION_FAILURE: gatewayError(
    'unavailable',
    'unable to answer; the function could not be called; try again in a second',
  ),
  INTEGRATION_TIMEOUT: gatewayError(
    'timeout',
    'unable to answer; the function took too long; try again in a second',
  ),
} as const;

export type GatewayErrorType = keyof typeof GATEWAY_ERRORS;

/** CloudFormation resources by logical id. */
export type Resources = Record<
  string,
  { Type: string; Properties?: Record<string, unknown>; DependsOn?: string | string[] }
>;

/** Adds the answers to the template of a REST API. They are fixed texts and hold nothing that anybody wrote. */
export function addGatewayResponses(resources: Resources, { fixedReaders }: Origins): void {
  const ids: string[] = [];
  for (const [type, error] of Object.entries(GATEWAY_ERRORS)) {
    const id = `gatewayResponse${type.replaceAll('_', '')}`;
    ids.push(id);
    resources[id] = {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: {
        RestApiId: { Ref: 'ApiGatewayRestApi' },
        ResponseType: type,
        StatusCode: String(error.status),
        ResponseParameters: Object.fromEntries(
          Object.entries(errorHeaders(error, fixedReaders)).map(([name, value]) => [
            `gatewayresponse.header.${name}`,
            `'${value}'`,
          ]),
        ),
        ResponseTemplates: { 'application/json': JSON.stringify(error) },
      },
    };
  }
  // A deployment is a copy of the API as it is then: an answer made after it would wait for the next one.
  for (const resource of Object.values(resources)) {
    if (resource.Type === 'AWS::ApiGateway::Deployment') {
      resource.DependsOn = [resource.DependsOn ?? [], ids].flat();
    }
  }
}

function gatewayError(code: WireErrorCode, message: string): WireError {
  return new WireError(code, message);
}
