import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const { exports } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8')) as {
  exports: Record<string, string | { types: string; default: string }>;
};

/** Runs a script that imports the package by its name, as whoever installed it does. Resolves when it ends by itself. */
async function node(script: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: ROOT,
    timeout: 20_000,
  });
  return stdout;
}

describe('the package', () => {
  it('has every file that its exports name', () => {
    for (const entry of Object.values(exports)) {
      for (const file of typeof entry === 'string' ? [entry] : Object.values(entry)) {
        assert.ok(existsSync(`${ROOT}/${file}`), file);
      }
    }
  });

  it('has a classic script of ASCII only: a page that declares no encoding, or an old one, reads it alike', () => {
    const script = readFileSync(`${ROOT}/dist/chat-room.js`, 'utf8');
    assert.deepEqual(script.match(/[^\0-\x7f]/g) ?? [], []);
  });

  it('has the licences of what each standalone file contains beside it', () => {
    for (const [file, contents] of [
      ['chat-room.js', ['lit-html', 'ky', 'reconnecting-websocket', 'lucide']],
      ['chat-room-sdk.js', ['ky', 'reconnecting-websocket']],
    ] as const) {
      const notices = readFileSync(`${ROOT}/dist/${file}.LICENSES.txt`, 'utf8');
      for (const name of contents) assert.match(notices, new RegExp(`^${name}\n\n.*copyright`, 'ims'));
      assert.match(readFileSync(`${ROOT}/dist/${file}`, 'utf8').slice(0, 200), /LICENSES\.txt/);
    }
  });

  const modules = Object.keys(exports).filter((name) => !/\.js(on)?$/.test(name));
  for (const name of modules) {
    it(`imports "${name}" in Node without doing anything`, async () => {
      const specifier = name.replace('.', 'chat-room-element');
      const output = await node(`
        const before = Object.getOwnPropertyNames(globalThis);
        for (const name of ['fetch', 'setTimeout', 'setInterval']) {
          globalThis[name] = () => { throw new Error(name + ' was called'); };
        }
        await import('${specifier}');
        const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
        // Lit marks its version, and stands in for the registry that Node lacks.
        console.log(JSON.stringify(added.filter((name) => !/^(lit|reactiveElement|customElements$)/.test(name))));
      `);
      assert.equal(output, '[]\n');
    });
  }

  it('chats in Node, and lets the process end when its room is closed', async () => {
    const [api, socket] = [process.env['API'], process.env['SOCKET']].map((url) => JSON.stringify(url));
    const output = await node(`
      import { createChatClient } from 'chat-room-element';
      import { WebSocket } from 'ws';
      const chat = (id) => createChatClient({ api: ${api}, socket: ${socket}, user: { id, name: id }, WebSocket });
      const id = 'node ' + process.hrtime.bigint();
      const [mina, jun] = [chat('mina').room(id), chat('jun').room(id)];
      const heard = new Promise((resolve) => jun.on('message', resolve));
      await Promise.all([mina, jun].map((room) => new Promise((resolve) =>
        room.on('status', ({ current }) => current === 'connected' && resolve()))));
      await mina.send('안녕');
      console.log((await heard).text);
      mina.close();
      jun.close();
    `);
    assert.equal(output, '안녕\n');
  });

  it('says what to do where there is no WebSocket', async () => {
    const output = await node(`
      import { createChatClient } from 'chat-room-element';
      delete globalThis.WebSocket;
      try {
        createChatClient({ api: 'http://localhost', socket: 'ws://localhost', user: { id: 'a', name: 'A' } });
      } catch ({ code, message }) {
        console.log(code, message);
      }
    `);
    assert.match(output, /^invalid_argument unable to make a chat client; .*package ws/);
    assert.equal(typeof WebSocket, 'function');
  });
});
