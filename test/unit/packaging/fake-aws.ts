import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/**
 * As much of CloudFormation, S3, STS and API Gateway as a deployment over an existing stack asks for. It accepts
 * whatever it is given; the test looks at what that was.
 */
export class FakeAws {
  readonly requests: Request[] = [];
  readonly #outputs: Readonly<Record<string, string>>;
  readonly #server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('latin1')) body += chunk;
    const { method = '', url: path = '' } = request;
    this.requests.push({ method, path, body });
    const answer = this.#answer({ method, path, body });
    response.writeHead(answer === undefined ? 404 : 200, {
      'Content-Type': answer?.startsWith('{') ? 'application/json' : 'text/xml',
    });
    response.end(answer ?? '');
  });

  constructor(outputs: Readonly<Record<string, string>>) {
    this.#outputs = outputs;
  }

  async open(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer({ method, path, body }: Request): string | undefined {
    const action = new URLSearchParams(body).get('Action');
    if (path === '/' && action !== null) {
      const result = this.#results()[action];
      return result === undefined ? undefined : `<R><${action}Result>${result}</${action}Result></R>`;
    }
    if (path.startsWith('/restapis/')) return '{}';
    if (!path.startsWith('/bucket/')) return undefined;
    // A bucket that is there, and empty.
    return method === 'GET' ? '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>' : '';
  }

  #results(): Record<string, string> {
    const now = new Date().toISOString();
    const outputs = Object.entries(this.#outputs).map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    );
    const stack =
      '<StackName>serverless-chat-backend</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>' +
      `<CreationTime>${now}</CreationTime><Outputs>${outputs.join('')}</Outputs>`;
    const event =
      '<EventId>last</EventId><StackId>stack</StackId><PhysicalResourceId>stack</PhysicalResourceId>' +
      '<ResourceType>AWS::CloudFormation::Stack</ResourceType><ResourceStatus>UPDATE_COMPLETE</ResourceStatus>' +
      `<Timestamp>${now}</Timestamp>`;
    return {
      GetCallerIdentity: '<Arn>arn:aws:iam::1:user/u</Arn><Account>1</Account>',
      ListStackResources: '<StackResourceSummaries></StackResourceSummaries>',
      DescribeStacks: `<Stacks><member>${stack}</member></Stacks>`,
      DescribeStackResource:
        '<StackResourceDetail><PhysicalResourceId>bucket</PhysicalResourceId></StackResourceDetail>',
      ValidateTemplate: '',
      DeleteChangeSet: '',
      CreateChangeSet: '<Id>change</Id><StackId>stack</StackId>',
      DescribeChangeSet: '<Status>CREATE_COMPLETE</Status><StackId>stack</StackId>',
      ExecuteChangeSet: '',
      DescribeStackEvents: `<StackEvents><member>${event}</member></StackEvents>`,
    };
  }
}
