import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { WebSocket, type WebSocketServer } from 'ws';
import { errorHeaders, LIMITS } from '../contract/index.js';
import { GATEWAY_ERRORS, type GatewayErrorType } from '../deploy/gateway-responses.js';
import type { Origins } from '../lambda/origins.js';
import type { Service } from './service.js';

/*
 * Where the emulators behave unlike AWS in a way that matters. Nothing else in the project knows that they do.
 * Still unlike AWS: the index is never late, functions go on after they answered, a 410 is named `Unknown`, and the
 * first subprotocol offered is accepted without asking the function.
 */

/** For serverless-offline. With an origin that none is, it leaves the CORS headers of the functions alone. */
export const EMULATOR_OPTIONS = ['--corsAllowOrigin', 'https://nobody.invalid'] as const;

/** API Gateway takes 10 MB. */
const BODY_BYTES = 10 * 1024 * 1024;

/**
 * API Gateway answers a preflight from the route's own CORS settings, an unknown route with our gateway response, and
 * leaves the headers of a function's answer alone. serverless-offline answers any preflight for any origin with
 * credentials allowed, adds the same to every answer, and shows its own pages and stack traces for errors.
 * (https://github.com/dherault/serverless-offline/issues/740)
 */
export function answerAsApiGateway(server: Server, routes: Service['routes'], origins: Origins): void {
  intercept(server, (request, response) => {
    const { method = '', headers } = request;
    const refuse = (type: GatewayErrorType) => {
      // What is still on its way is taken in: a client that is cut off while it sends never sees an answer.
      request.on('error', () => {});
      request.on('end', () => send(response, type, origins)).resume();
      return true;
    };
    const route = routes[(request.url ?? '').replace(/\/?(\?.*)?$/s, '')];
    if (!route?.methods.includes(method)) {
      return refuse('MISSING_AUTHENTICATION_TOKEN');
    }
    if (method === 'OPTIONS') {
      const reader = origins.readers(headers.origin);
      response.writeHead(200, {
        ...(reader !== undefined && { 'Access-Control-Allow-Origin': reader }),
        'Access-Control-Allow-Headers': route.cors.headers.join(','),
        'Access-Control-Allow-Methods': route.methods.join(','),
        'Access-Control-Max-Age': route.cors.maxAge,
        ...(origins.list && { Vary: 'Origin' }),
      });
      response.end();
      return true;
    }
    if (Number(headers['content-length']) > BODY_BYTES) {
      return refuse('REQUEST_TOO_LARGE');
    }
    // serverless-offline reads the origin here to reflect it; functions get theirs from the raw headers.
    delete headers.origin;
    replaceErrors(response, origins);
    return false;
  });
}

/** Our functions forbid to store any answer, so an error that does not is the emulator's own. */
function replaceErrors(response: ServerResponse, origins: Origins): void {
  const { writeHead } = response;
  response.writeHead = (status: number) => {
    response.writeHead = writeHead;
    if (status < 400 || response.getHeader('Cache-Control') === 'no-store') return response.writeHead(status);
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    send(
      response,
      status === 413 ? 'REQUEST_TOO_LARGE' : status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX',
      origins,
    );
    // What comes now is the emulator's page.
    return Object.assign(response, { write: () => true, end: () => response });
  };
}

function send(response: ServerResponse, type: GatewayErrorType, { fixedReaders }: Origins): void {
  const error = GATEWAY_ERRORS[type];
  const headers = errorHeaders(error, fixedReaders);
  response.writeHead(error.status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(error));
}

/**
 * API Gateway closes a socket that sends a frame over 32 KB with 1009, and one that sends a binary frame with 1003.
 * serverless-offline hands both to the function, the second with a body that is no string. It also listens to no
 * socket's `error`, so one malformed frame would end the whole emulator.
 */
export function closeAsApiGateway(servers: typeof WebSocketServer): void {
  class GatewaySocket extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args);
      this.on('error', () => {});
    }

    override emit(event: string | symbol, ...args: unknown[]): boolean {
      const binary = event === 'message' && args[1] === true;
      if (binary) this.close(1003);
      return !binary && super.emit(event, ...args);
    }
  }
  const { handleUpgrade } = servers.prototype;
  servers.prototype.handleUpgrade = function (...args) {
    Object.assign(this.options, { WebSocket: GatewaySocket, maxPayload: LIMITS.frameBytes });
    handleUpgrade.apply(this, args);
  };
}

/**
 * DynamoDB does not mind a client that goes away while it sends; dynalite throws, which ends the process.
 * (https://github.com/architect/dynalite/issues/183)
 */
export function outliveAborts(server: Server): void {
  intercept(server, (request) => {
    const { on } = request;
    request.on = (event, listener) => on.call(request, event, event === 'error' ? () => {} : listener);
    return false;
  });
}

/** Shows each request to `first`; when that answers it, the server does not see it. */
function intercept(
  server: Server,
  first: (request: IncomingMessage, response: ServerResponse) => boolean,
): void {
  const emit = server.emit.bind(server) as (event: string, ...args: unknown[]) => boolean;
  server.emit = (event: string, ...args: unknown[]) =>
    (event === 'request' && first(args[0] as IncomingMessage, args[1] as ServerResponse)) ||
    emit(event, ...args);
}
