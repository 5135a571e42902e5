import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { withoutAccount } from '../../../src/deploy/no-account.js';
import { ChatRoomPlugin, type Osls } from '../../../src/deploy/plugin.js';
import { FakeAws } from './fake-aws.js';
import { copyProject, withoutSettings } from './project.js';

const API = 'https://abc123.execute-api.ap-northeast-2.amazonaws.com/dev';
const SOCKET = 'wss://def456.execute-api.ap-northeast-2.amazonaws.com/dev';
const TAG = [
  '<script src="chat-room.js"></script>',
  `<chat-room api="${API}" socket="${SOCKET}" room="lobby"></chat-room>`,
];

const aws = new FakeAws({ ServiceEndpoint: API, ServiceEndpointWebsocket: SOCKET });
const project = copyProject();
let endpoint: string;

before(async () => {
  endpoint = await aws.open();
});
after(() => aws.close());

describe('serverless deploy', () => {
  it('uploads everything, throttles the REST stage and prints the tag to paste', async () => {
    const lines = await serverless(['deploy'], { CHAT_AUTH: 'open' });
    assert.deepEqual(lines.filter(Boolean).slice(-3), [
      'Paste this into a page, with dist/chat-*.js beside it:',
      ...TAG,
    ]);

    const uploads = aws.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ path }) => /([^/]+)\?/.exec(path)?.[1]);
    assert.deepEqual(uploads.sort(), [
      'chat_fanout.zip',
      'chat_get.zip',
      'chat_onConnect.zip',
      'chat_onDisconnect.zip',
      'chat_onMessage.zip',
      'chat_put.zip',
      'cloudformation-template-1-nested-stack.json',
      'cloudformation-template-2-nested-stack.json',
      'cloudformation-template-5-nested-stack.json',
      'compiled-cloudformation-template.json',
      'serverless-state.json',
    ]);

    const [throttle, ...more] = aws.requests.filter(({ method }) => method === 'PATCH');
    assert.deepEqual(more, []);
    assert.equal(throttle?.path, '/restapis/abc123/stages/dev');
    assert.deepEqual(JSON.parse(throttle.body), {
      patchOperations: [
        { op: 'replace', path: '/*/*/throttling/rateLimit', value: '500' },
        { op: 'replace', path: '/*/*/throttling/burstLimit', value: '1000' },
      ],
    });
  });
});

describe('serverless deploy, where nothing says who may come', () => {
  for (const command of [['deploy'], ['deploy', 'function', '--function', 'chat_get']]) {
    it(`stops "${command.join(' ')}" before it asks AWS for anything but who it is`, async () => {
      const before = aws.requests.length;
      await assert.rejects(serverless(command), ({ stdout, stderr }: { stdout: string; stderr: string }) => {
        assert.match(stdout + stderr, /^unable to start; CHAT_AUTH is missing; .*$/m);
        return true;
      });
      const asked = aws.requests.slice(before).map(({ body }) => new URLSearchParams(body).get('Action'));
      assert.deepEqual(
        asked.filter((action) => action !== 'GetCallerIdentity'),
        [],
      );
    });
  }
});

describe('serverless info', () => {
  it('prints the tag again, and needs no setting for it', async () => {
    assert.deepEqual((await serverless(['info'])).filter(Boolean).slice(-2), TAG);
  });
});

describe('the plugin', () => {
  it('says what to do when the stack has no endpoints yet', () => {
    const osls: Osls = {
      classes: { Error },
      service: {
        functions: {},
        custom: { throttle: { rate: 1, burst: 1 } },
        provider: { compiledCloudFormationTemplate: { Resources: {} } },
      },
      pluginManager: { plugins: [{}, { gatheredData: { outputs: [] } }] },
      getProvider: () => assert.fail(),
      addServiceOutputSection: () => assert.fail(),
    };
    const { hooks } = new ChatRoomPlugin(osls);
    assert.throws(
      () => hooks['after:aws:info:gatherData']?.(),
      /^Error: unable to print the tag; the stack has no output ServiceEndpoint; run "npm run deploy"$/,
    );
  });
});

/** The lines that osls prints, run on an account of ours. */
async function serverless(command: readonly string[], settings: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const osls = createRequire(import.meta.url).resolve('serverless/bin/serverless.js');
  const { stdout } = await promisify(execFile)(process.execPath, [osls, ...command], {
    cwd: project,
    env: {
      ...withoutAccount(withoutSettings(process.env)),
      ...settings,
      AWS_ENDPOINT_URL: endpoint,
      SLS_AWS_MONITORING_FREQUENCY: '1',
    },
  });
  return stdout.split('\n').map((line) => line.trim());
}
