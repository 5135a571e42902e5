import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An AWS account with nothing in it. */
export interface EmptyAccount {
  readonly url: string;
  /** What it was asked and did not know. */
  readonly unknown: readonly string[];
  close(): void;
}

/**
 * Answers the one question that packaging asks AWS: serverless-plugin-split-stacks wants to know where the resources
 * of an existing stack are.
 */
export async function openEmptyAccount(): Promise<EmptyAccount> {
  const unknown: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const query = new URLSearchParams(body);
    const known = query.get('Action') === 'ListStackResources';
    if (!known) unknown.push(`${request.method} ${request.headers.host}${request.url} ${body}`);
    const message = known
      ? `Stack with id ${query.get('StackName')} does not exist`
      : 'There is nothing here';
    response.writeHead(400, { 'Content-Type': 'text/xml' });
    response.end(
      '<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">' +
        `<Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    unknown,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
