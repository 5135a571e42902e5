import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { WIRE_ERRORS } from '../../../src/contract/index.js';
import { FUNCTIONS, GATEWAY_RESPONSES, KEPT_TABLES, TABLES } from './expected.js';
import { packageService, type Resource, unpack } from './packaged.js';

const packaged = packageService();

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
}

const lambda = (name: string) => packaged.get(`ChatUnderscore${name}LambdaFunction`);

describe('tables', () => {
  for (const [id, properties] of Object.entries(TABLES)) {
    it(`${id} is in the root stack, as it should be`, () => {
      assert.equal(packaged.root.Resources[id]?.Type, 'AWS::DynamoDB::Table');
      assert.deepEqual(packaged.get(id).Properties, properties);
    });
  }

  it('stay when their stack goes, where what they hold must', () => {
    for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of Object.entries(
      packaged.ofType('AWS::DynamoDB::Table'),
    )) {
      const policy = KEPT_TABLES.includes(id) ? 'Retain' : undefined;
      assert.deepEqual([DeletionPolicy, UpdateReplacePolicy], [policy, policy], id);
    }
  });

  it('are all', () => {
    assert.deepEqual(Object.keys(packaged.ofType('AWS::DynamoDB::Table')).sort(), Object.keys(TABLES).sort());
  });
});

describe('functions', () => {
  for (const [name, { may, posts, settings = [] }] of Object.entries(FUNCTIONS)) {
    it(`chat_${name} runs as it should`, () => {
      const { Code, ...properties } = lambda(name).Properties;
      assert.match(
        (Code as { S3Key: string }).S3Key,
        new RegExp(`^chatapp/chatapp/dev/.*/chat_${name}\\.zip$`),
      );
      assert.deepEqual(properties, {
        FunctionName: `chat_${name}`,
        Handler: `src/lambda/chat/${name}.handler`,
        Runtime: 'nodejs22.x',
        Architectures: ['arm64'],
        Timeout: 10,
        MemorySize: 1024,
        Role: `{${name}Role.Arn}`,
        Environment: {
          Variables: {
            NODE_OPTIONS: '--enable-source-maps',
            ...Object.fromEntries(
              settings.map((setting) => [setting, setting === 'CHAT_AUTH' ? 'open' : '']),
            ),
            ...(posts && {
              CONNECTIONS_ENDPOINT: 'https://{WebsocketsApi}.execute-api.{AWS::Region}.{AWS::URLSuffix}/dev',
            }),
          },
        },
      });
      assert.deepEqual(packaged.get(`ChatUnderscore${name}LogGroup`).Properties, {
        LogGroupName: `/aws/lambda/chat_${name}`,
        RetentionInDays: 14,
      });
    });

    it(`chat_${name} may do what it does and nothing else`, () => {
      const { Policies, ManagedPolicyArns, ...trust } = packaged.get(`${name}Role`).Properties;
      assert.equal(ManagedPolicyArns, undefined);
      assert.deepEqual(trust['AssumeRolePolicyDocument'], {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      });
      const [policy, ...more] = Policies as { PolicyDocument: { Statement: Statement[] } }[];
      assert.deepEqual(more, []);
      const log = `arn:{AWS::Partition}:logs:{AWS::Region}:{AWS::AccountId}:log-group:/aws/lambda/chat_${name}:*`;
      assert.deepEqual(actionsByResource(policy?.PolicyDocument.Statement ?? []), {
        ...may,
        [log]: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      });
    });

    it(`chat_${name} has a bundle that Node loads, with everything in it`, async () => {
      const zip = join(packaged.folder, `chat_${name}.zip`);
      const file = pathToFileURL(await unpack(zip, String(lambda(name).Properties['Handler'])));
      const script = `import('${file}').then(({ handler }) => console.log(typeof handler))`;
      const env = {
        CHAT_AUTH: 'open',
        CONNECTIONS_ENDPOINT: 'https://example.com/dev',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      };
      assert.equal(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env }), 'function\n');
    });
  }

  it('are called by our own two APIs only, if by any', () => {
    const permissions = Object.values(packaged.ofType('AWS::Lambda::Permission'));
    assert.equal(permissions.length, Object.values(FUNCTIONS).filter(({ route }) => route).length);
    for (const { Properties } of permissions) {
      assert.equal(Properties['Principal'], 'apigateway.amazonaws.com');
      assert.match(
        String(Properties['SourceArn']),
        /:execute-api:\{AWS::Region\}:\{AWS::AccountId\}:\{(ApiGatewayRestApi|WebsocketsApi)\}\//,
      );
    }
  });

  it('run an errand once, and while it is news', () => {
    const { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds } = one(
      'AWS::Lambda::EventInvokeConfig',
      () => true,
    ).Properties;
    assert.deepEqual(
      { FunctionName, MaximumRetryAttempts, MaximumEventAgeInSeconds },
      {
        FunctionName: '{ChatUnderscorefanoutLambdaFunction}',
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      },
    );
  });

  it('are all, each with its own role', () => {
    const ids = (pattern: (name: string) => string) => Object.keys(FUNCTIONS).map(pattern).sort();
    assert.deepEqual(
      Object.keys(packaged.ofType('AWS::Lambda::Function')).sort(),
      ids((name) => `ChatUnderscore${name}LambdaFunction`),
    );
    assert.deepEqual(
      Object.keys(packaged.ofType('AWS::IAM::Role')).sort(),
      ids((name) => `${name}Role`),
    );
    for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::Lambda::Version']) {
      assert.deepEqual(packaged.ofType(type), {});
    }
  });
});

describe('routes', () => {
  for (const [name, { route }] of Object.entries(FUNCTIONS)) {
    if (!route) continue;
    it(`${route} calls chat_${name}`, () => {
      const target = `functions/{ChatUnderscore${name}LambdaFunction.Arn}/invocations`;
      assert.ok(uriOf(route).endsWith(target), `${uriOf(route)} is not ${target}`);
    });
  }

  it('$default answers on the socket', () => {
    const { RouteResponseSelectionExpression } = packaged.get('SdefaultWebsocketsRoute').Properties;
    assert.equal(RouteResponseSelectionExpression, '$default');
  });

  it('answers a preflight of any site for a day', () => {
    const { Integration, AuthorizationType } = packaged.get('ApiGatewayMethodChatOptions').Properties;
    assert.equal(AuthorizationType, 'NONE');
    const [answer] = (Integration as { IntegrationResponses: { ResponseParameters: object }[] })
      .IntegrationResponses;
    assert.deepEqual(answer?.ResponseParameters, {
      'method.response.header.Access-Control-Allow-Origin': "'*'",
      'method.response.header.Access-Control-Allow-Headers': "'Content-Type,Authorization'",
      'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,GET,PUT'",
      'method.response.header.Access-Control-Max-Age': "'86400'",
    });
  });

  it('compresses the pages of GET', () => {
    assert.equal(packaged.get('ApiGatewayRestApi').Properties['MinimumCompressionSize'], 1024);
  });

  it('limits the WebSocket stage, and logs none of its messages', () => {
    const stage = packaged.get('WebsocketsDeploymentStage');
    assert.deepEqual(stage.Properties['DefaultRouteSettings'], {
      ThrottlingRateLimit: 500,
      ThrottlingBurstLimit: 1000,
      LoggingLevel: 'OFF',
      DataTraceEnabled: false,
    });
    assert.equal(stage.Properties['AccessLogSettings'], undefined);
    assert.deepEqual(stage.DependsOn, ['socketLog']);
    assert.deepEqual(packaged.get('socketLog').Properties, {
      LogGroupName: '/aws/apigateway/{WebsocketsApi}/dev',
      RetentionInDays: 14,
    });
  });

  function uriOf(route: string): string {
    const [method, path] = route.split(' ');
    if (path === undefined) {
      const { Target } = one('AWS::ApiGatewayV2::Route', ({ RouteKey }) => RouteKey === route).Properties;
      const integration =
        /^integrations\/\{\w+\.Outputs\.(\w+)\}$/.exec(String(Target))?.[1] ?? String(Target);
      return String(packaged.get(integration).Properties['IntegrationUri']);
    }
    const { Integration } = one(
      'AWS::ApiGateway::Method',
      ({ HttpMethod }) => HttpMethod === method,
    ).Properties;
    return (Integration as { Uri: string }).Uri;
  }
});

describe('gateway responses', () => {
  for (const [type, { status, code }] of Object.entries(GATEWAY_RESPONSES)) {
    it(`${type} has our shape and lets a browser read it`, () => {
      const { ResponseTemplates, ...properties } = one(
        'AWS::ApiGateway::GatewayResponse',
        ({ ResponseType }) => ResponseType === type,
      ).Properties;
      const { retryable, status: wanted } = WIRE_ERRORS[code];
      assert.equal(status, String(wanted));
      assert.deepEqual(properties, {
        RestApiId: '{ApiGatewayRestApi}',
        ResponseType: type,
        StatusCode: status,
        ResponseParameters: {
          'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
          'gatewayresponse.header.Access-Control-Expose-Headers': "'Chat-Next, Retry-After'",
          'gatewayresponse.header.Cache-Control': "'no-store'",
          ...(retryable && { 'gatewayresponse.header.Retry-After': "'1'" }),
        },
      });
      const template = (ResponseTemplates as Record<string, string>)['application/json'] ?? '';
      const { error } = JSON.parse(template) as { error: Record<string, unknown> };
      assert.deepEqual(error, { code, retryable, message: error['message'] });
      assert.match(String(error['message']), /^unable to \w+.*; \w+/);
      // API Gateway would fill in $context…, its own words.
      assert.ok(!template.includes('$'), template);
    });
  }

  it('are all, and in the deployment that follows them', () => {
    const ids = Object.keys(packaged.ofType('AWS::ApiGateway::GatewayResponse'));
    assert.equal(ids.length, Object.keys(GATEWAY_RESPONSES).length);
    const { DependsOn = [] } = one('AWS::ApiGateway::Deployment', () => true);
    assert.deepEqual(
      ids.filter((id) => !DependsOn.includes(id)),
      [],
    );
  });
});

describe('the templates', () => {
  it('name no local address and no dummy account', () => {
    for (const [file, text] of Object.entries(packaged.texts)) {
      assert.doesNotMatch(text, /localhost|127\.0\.0\.1|(DYNAMODB|LAMBDA)_ENDPOINT|"none"/, file);
    }
  });

  it('allow no action on everything', () => {
    for (const [file, text] of Object.entries(packaged.texts)) {
      assert.doesNotMatch(text, /FullAccess|"Action":\s*"\*"|"Allow"[^{}]*"\*"/, file);
    }
  });

  it('say * only for the streams of a function’s own log and for connections', () => {
    const statements = Object.values(packaged.ofType('AWS::IAM::Role')).flatMap(({ Properties }) =>
      (Properties['Policies'] as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
        ({ PolicyDocument }) => PolicyDocument.Statement,
      ),
    );
    const wide = statements.flatMap(({ Action, Resource }) => [Action, Resource].flat());
    for (const name of wide.filter((each) => each.includes('*'))) {
      assert.match(
        name,
        /^arn:[^*]+(:log-group:\/aws\/lambda\/chat_\w+:|\/(POST|DELETE)\/@connections\/)\*$/,
      );
    }
  });

  it('change nothing of the account, and trace no request', () => {
    for (const [file, text] of Object.entries(packaged.texts)) {
      assert.doesNotMatch(
        text,
        /"Custom::|AWS::ApiGateway::Account|"iam:|"DataTraceEnabled":\s*(true|")/,
        file,
      );
    }
  });

  it('keep the deployment in a bucket of the stack that nobody else can read', () => {
    const { BucketName, PublicAccessBlockConfiguration } = packaged.get(
      'ServerlessDeploymentBucket',
    ).Properties;
    assert.equal(BucketName, undefined);
    assert.deepEqual(PublicAccessBlockConfiguration, {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });
});

function one(type: string, matches: (properties: Record<string, unknown>) => boolean): Resource {
  const [found, ...more] = Object.values(packaged.ofType(type)).filter(({ Properties }) =>
    matches(Properties),
  );
  assert.deepEqual(more, []);
  assert.ok(found, `no ${type} as it was asked for`);
  return found;
}

function actionsByResource(statements: readonly Statement[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { Effect, Action, Resource } of statements) {
    assert.equal(Effect, 'Allow');
    for (const resource of [Resource].flat()) {
      found[resource] = [...(found[resource] ?? []), ...[Action].flat()].sort();
    }
  }
  return found;
}
