import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createRoomKey } from '../../../src/server/index.js';
import { FUNCTIONS } from './expected.js';
import { type Packaged, packageService, unpack } from './packaged.js';
import { copyProject, withoutSettings } from './project.js';

const SITES = ['https://site.example', 'http://localhost:8080'] as const;

/** serverless-offline's own, of API Gateway's template language. */
const { render } = createRequire(createRequire(import.meta.url).resolve('serverless-offline'))(
  'velocityjs',
) as {
  render(template: string, context: object): string;
};

const { keySet } = await createRoomKey();
const SETTINGS = {
  CHAT_AUTH: 'tokens',
  CHAT_TOKEN_KEYS: JSON.stringify(keySet),
  CHAT_TOKEN_ISSUER: SITES[0],
  CHAT_TOKEN_AUDIENCE: 'shop',
  CHAT_ORIGINS: SITES.join(' '),
  CHAT_LIMITS: '{"user":{"rate":5}}',
  CHAT_RETENTION_DAYS: '30',
} as const;

describe('a backend for some sites', () => {
  let packaged: Packaged;

  before(() => {
    packaged = packageService(SETTINGS);
  });

  for (const [name, { settings = [] }] of Object.entries(FUNCTIONS)) {
    it(`tells chat_${name} what it reads, and no other setting`, () => {
      const { Environment } = packaged.get(`ChatUnderscore${name}LambdaFunction`).Properties;
      const { Variables } = Environment as { Variables: Record<string, string> };
      const told = Object.entries(Variables).filter(([variable]) => variable.startsWith('CHAT_'));
      const expected = settings.map((setting) => [setting, SETTINGS[setting as keyof typeof SETTINGS]]);
      assert.deepEqual(told.sort(), expected.sort());
    });
  }

  it('answers a preflight for their origins, and no other', () => {
    const { Integration, MethodResponses } = packaged.get('ApiGatewayMethodChatOptions').Properties as {
      Integration: {
        IntegrationResponses: Record<'ResponseParameters' | 'ResponseTemplates', Record<string, string>>[];
      };
      MethodResponses: { ResponseParameters: Record<string, boolean> }[];
    };
    const [answer, ...more] = Integration.IntegrationResponses;
    assert.ok(answer && more.length === 0);
    assert.deepEqual(answer.ResponseParameters, {
      'method.response.header.Access-Control-Allow-Headers': "'Content-Type,Authorization'",
      'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,GET,PUT'",
      'method.response.header.Access-Control-Max-Age': "'86400'",
      'method.response.header.Vary': "'Origin'",
    });
    for (const name of ['Access-Control-Allow-Origin', 'Vary']) {
      assert.equal(MethodResponses[0]?.ResponseParameters[`method.response.header.${name}`], true);
    }
    const template = answer.ResponseTemplates['application/json'] ?? '';
    for (const name of ['Origin', 'origin']) {
      for (const site of SITES) assert.equal(allowed(template, name, site), site);
      for (const other of [
        `${SITES[0]}.evil.com`,
        'https://evil.com',
        'https://sitexexample',
        'http://site.example',
        'https://site.example:444',
        `${SITES[0]} ${SITES[1]}`,
        'null',
        '*',
        '',
      ]) {
        assert.equal(allowed(template, name, other), undefined, other);
      }
    }
  });

  it("lets all read the gateway's own answers, which are the same for everybody", () => {
    for (const { Properties } of Object.values(packaged.ofType('AWS::ApiGateway::GatewayResponse'))) {
      const { ResponseParameters } = Properties as { ResponseParameters: Record<string, string> };
      assert.equal(ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin'], "'*'");
    }
  });

  for (const [name, { settings = [] }] of Object.entries(FUNCTIONS)) {
    if (settings.length === 0) continue;
    it(`does not start chat_${name} without them`, async () => {
      const zip = join(packaged.folder, `chat_${name}.zip`);
      const file = pathToFileURL(await unpack(zip, `src/lambda/chat/${name}.handler`));
      const start = (env: object) =>
        spawnSync(
          process.execPath,
          ['-e', `import('${file}').catch(({ message }) => console.log(message))`],
          {
            env: { CONNECTIONS_ENDPOINT: 'https://example.com/dev', ...env },
            encoding: 'utf8',
          },
        ).stdout;
      assert.match(start({}), /^unable to start; CHAT_AUTH is missing; /);
      assert.equal(start(SETTINGS), '');
    });
  }
});

describe('a backend for one site', () => {
  it("lets only its pages read the gateway's own answers", () => {
    const packaged = packageService({ CHAT_AUTH: 'open', CHAT_ORIGINS: SITES[0] });
    const answers = Object.values(packaged.ofType('AWS::ApiGateway::GatewayResponse'));
    assert.ok(answers.length > 0);
    for (const { Properties } of answers) {
      const { ResponseParameters } = Properties as { ResponseParameters: Record<string, string> };
      assert.equal(ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin'], `'${SITES[0]}'`);
      assert.equal(ResponseParameters['gatewayresponse.header.Vary'], "'Origin'");
    }
  });
});

describe('npm run package', () => {
  const project = copyProject();

  for (const [what, settings, line] of [
    ['nothing', {}, /^unable to start; CHAT_AUTH is missing; .*$/m],
    [
      'no key',
      { ...SETTINGS, CHAT_TOKEN_KEYS: '' },
      /^unable to start; CHAT_TOKEN_KEYS is missing; CHAT_AUTH is "tokens"$/m,
    ],
    [
      'no origins',
      { ...SETTINGS, CHAT_ORIGINS: '' },
      /^unable to start; CHAT_ORIGINS is missing; CHAT_AUTH is "tokens"$/m,
    ],
    [
      'a limit that is none',
      { ...SETTINGS, CHAT_LIMITS: '{"user":{"rate":0}}' },
      /^unable to start; CHAT_LIMITS must be .*$/m,
    ],
  ] as const) {
    it(`stops with one line where ${what} is set, before it builds anything`, () => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', 'tsx', 'src/deploy/package.ts'],
        {
          cwd: project,
          env: { ...withoutSettings(process.env), ...settings },
          encoding: 'utf8',
        },
      );
      assert.equal(status, 1);
      assert.match(stdout + stderr, line);
      assert.doesNotMatch(stdout + stderr, /\n\s+at |Packaged|packaged/);
    });
  }
});

/** What API Gateway's preflight says of an origin, whose header's name is as the client wrote it. */
function allowed(template: string, name: string, origin: string): unknown {
  const header: Record<string, unknown> = {};
  render(template, {
    input: { params: (asked: string) => (asked === name ? origin : '') },
    context: { responseOverride: { header } },
  });
  return header['Access-Control-Allow-Origin'];
}
