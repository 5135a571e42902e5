import type { APIGatewayProxyResultV2, APIGatewayProxyWebsocketEventV2, Context } from 'aws-lambda';
import { wireError } from './http.js';
import { withRequest } from './report.js';

/** AWS sends the query with `$connect`; the types leave it out. */
export type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
};

/** Makes a `$connect` or `$disconnect` function of what gives headers, if any: any status but 200 refuses the handshake. */
export function lifecycle(act: (event: SocketEvent) => Promise<Record<string, string> | undefined>) {
  return (event: SocketEvent, context?: Context): Promise<APIGatewayProxyResultV2> =>
    withRequest(context, async () => {
      try {
        const headers = await act(event);
        return { statusCode: 200, ...(headers && { headers }) };
      } catch (error) {
        const known = wireError(error);
        return { statusCode: known.status, body: JSON.stringify(known) };
      }
    });
}

/** Makes a function whose answer goes back on the socket as a frame, errors too. */
export function frames(answer: (event: SocketEvent) => Promise<{ readonly type: string }>) {
  return (event: SocketEvent, context?: Context): Promise<APIGatewayProxyResultV2> =>
    withRequest(context, async () => {
      const frame = await answer(event).catch((error: unknown) => ({
        type: 'error',
        ...wireError(error).toJSON(),
      }));
      return { statusCode: 200, body: JSON.stringify(frame) };
    });
}
