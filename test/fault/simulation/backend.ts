import type { APIGatewayProxyEvent } from 'aws-lambda';
import { errorHeaders, type WireError } from '../../../src/contract/index.js';
import { GATEWAY_ERRORS } from '../../../src/deploy/gateway-responses.js';
import { Broadcast } from '../../../src/lambda/broadcast.js';
import { get, onConnect, onDisconnect, onMessage, put } from '../../../src/lambda/functions.js';
import type { SocketEvent } from '../../../src/lambda/socket.js';
import { OPEN } from '../../unit/lambda/open.js';
import type { Api } from './device.js';
import type { Faults } from './faults.js';
import type { Answer, SocketFunctions } from './gateway.js';
import type { Invocation, Lambdas } from './lambdas.js';
import { never } from './virtual-time.js';

/** The REST API: the functions behind a gateway that answers for those that died, and for too many. */
export function createApi(lambdas: Lambdas, faults: Faults): Api {
  return async ({ method, url, headers }, body) => {
    if (faults.strikes('the gateway throttled', method)) return refusal(GATEWAY_ERRORS.THROTTLED);
    const event = {
      body,
      headers: Object.fromEntries(headers),
      isBase64Encoded: false,
      queryStringParameters: Object.fromEntries(new URL(url).searchParams),
    } as unknown as APIGatewayProxyEvent;
    const answer = await (method === 'PUT'
      ? lambdas.invoke(`put ${textOf(body)}`, (invocation) => putOf(invocation)(event))
      : lambdas.invoke('get', ({ store }) => get(store, OPEN)(event)));
    if (!answer) return refusal(GATEWAY_ERRORS.DEFAULT_5XX);
    if (answer.statusCode === 503) faults.record('a function answered 503', method);
    return new Response(answer.body, {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
    });
  };
}

/** The functions of the WebSocket API. */
export function createSocketFunctions(lambdas: Lambdas): SocketFunctions {
  const event = (connectionId: string, fields: object = {}): SocketEvent =>
    ({ ...fields, requestContext: { connectionId } }) as SocketEvent;
  return {
    connect: (id, queryStringParameters) =>
      lambdas.invoke(`connect ${id}`, ({ store }) =>
        onConnect(store, OPEN)(event(id, { queryStringParameters })),
      ) as Promise<Answer | undefined>,
    message: (id, body) =>
      lambdas.invoke(`message ${id}`, ({ store }) => onMessage(store, OPEN)(event(id, { body }))) as Promise<
        Answer | undefined
      >,
    disconnect: (id) =>
      lambdas.invoke(`disconnect ${id}`, ({ store }) => onDisconnect(store)(event(id))) as Promise<
        Answer | undefined
      >,
  };
}

/** No room here is so large that another function takes its fan-out over. */
function putOf({ store, gateway }: Invocation) {
  return put(store, new Broadcast(store, gateway, { send: never }), OPEN);
}

function refusal(error: WireError): Response {
  return Response.json(error, { status: error.status, headers: errorHeaders(error, '*') });
}

/** So that a trace says which message an invocation is about. */
function textOf(body: string): string {
  return (JSON.parse(body) as { readonly text: string }).text;
}
