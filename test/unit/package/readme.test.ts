import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { codeBlocks } from '../../readme.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};

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
