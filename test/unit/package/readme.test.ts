import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readPolicy } from '../../../src/lambda/policy.js';
import { createRoomKey } from '../../../src/server/index.js';
import { codeBlocks } from '../../readme.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};

/** What the README has one set before a deployment with tokens. */
function shownSettings(): Record<string, string> {
  const all = codeBlocks('sh')
    .join('\n')
    .matchAll(/(CHAT_\w+)=(?:'([^']*)'|(\S+))/g);
  return Object.fromEntries([...all].map(([, name = '', quoted, bare = '']) => [name, quoted ?? bare]));
}

describe('the README', () => {
  it('shows SDK code that chats', async () => {
    const [code = ''] = codeBlocks('ts');
    const { API = '', SOCKET = '' } = process.env;
    const script = code
      .replace('http://localhost:3000', API)
      .replace('ws://localhost:3001', SOCKET)
      .replace("'lobby'", `'readme ${process.pid}'`);
    assert.notEqual(script, code);
    // Node 20 has no WebSocket of its own, as the README says.
    const prelude = "import { WebSocket } from 'ws'; globalThis.WebSocket = WebSocket;\n";
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', prelude + script],
      { cwd: ROOT, timeout: 20_000 },
    );
    assert.match(stdout, /^미나 안녕하세요 sending$/m);
    assert.match(stdout, /^미나 안녕하세요 sent$/m);
  });

  it('shows server code whose tokens the backend takes, with the settings it shows', async () => {
    const [code = ''] = codeBlocks('js');
    const { key, keySet } = await createRoomKey();
    const visitor = { id: 'mina', name: '미나' };
    const call = `\nconsole.log(await chatToken(${JSON.stringify(visitor)}));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', code + call],
      { cwd: ROOT, timeout: 20_000, env: { ...process.env, CHAT_KEY: JSON.stringify(key) } },
    );
    const { gate } = readPolicy({ ...shownSettings(), CHAT_TOKEN_KEYS: JSON.stringify(keySet) });
    const caller = await gate.identify(stdout.trim());
    assert.doesNotThrow(() => caller.demand('write', 'lobby', { user_id: 'mina', name: '미나' }));
    caller.demand('read', 'team-1');
    assert.throws(() => caller.demand('write', 'team-1'), /the right to write/);
  });

  it('names every setting of a deployment', () => {
    const used = new Set(readFileSync(`${ROOT}/serverless.yml`, 'utf8').match(/(?<=env:)CHAT_\w+/g));
    const readme = readFileSync(`${ROOT}/README.md`, 'utf8');
    assert.ok(used.size >= 6);
    for (const name of used) assert.ok(readme.includes(`\`${name}`), name);
  });

  it('names only npm scripts that exist', () => {
    const named =
      codeBlocks('sh')
        .join('\n')
        .match(/npm (?:run )?[a-z:]+/g) ?? [];
    assert.ok(named.length >= 4);
    for (const command of named) {
      const name = command.split(' ').at(-1) ?? '';
      assert.ok(name === 'ci' || name in scripts, command);
    }
  });
});
