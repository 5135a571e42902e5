import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

  it('has a classic script, and parts of it, of ASCII only: a page that declares no encoding, or an old one, reads it alike', () => {
    const scripts = readdirSync(`${ROOT}/dist`).filter((name) => /^chat-room.*\.js$/.test(name));
    assert.ok(scripts.includes('chat-room.js'));
    for (const name of scripts)
      assert.doesNotMatch(readFileSync(`${ROOT}/dist/${name}`, 'utf8'), /[^\0-\x7f]/);
  });

  it('has the licences of what each file contains beside it', () => {
    for (const [file, licenses, contents] of [
      ['chat-room.js', 'chat-room.js.LICENSES.txt', ['lit-html', 'ky', 'reconnecting-websocket', 'lucide']],
      ['index.js', 'LICENSES.txt', ['ky', 'reconnecting-websocket', 'idb-keyval']],
      ['element.js', 'LICENSES.txt', ['lucide']],
    ] as const) {
      const notices = readFileSync(`${ROOT}/dist/${licenses}`, 'utf8');
      for (const name of contents) assert.match(notices, new RegExp(`^${name}\n\n.*copyright`, 'ims'));
      const start = readFileSync(`${ROOT}/dist/${file}`, 'utf8').slice(0, 200);
      assert.match(start, new RegExp(`see ${licenses}\n`));
    }
  });

  it('has one SDK for a page with a box and rooms of its own, and leaves Lit to whoever bundles', () => {
    const seen = new Map<string, string>();
    const packages = new Set<string>();
    const visit = (path: string): void => {
      if (seen.has(path)) return;
      const code = readFileSync(path, 'utf8');
      seen.set(path, code);
      for (const [, name = ''] of code.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)) {
        if (name.startsWith('.')) visit(join(dirname(path), name));
        else packages.add(name.split('/')[0] ?? '');
      }
    };
    visit(`${ROOT}/dist/index.js`);
    assert.deepEqual([...packages], []);
    visit(`${ROOT}/dist/define.js`);
    assert.deepEqual([...packages], ['lit']);
    assert.equal(
      [...seen.values()].filter((code) => code.includes('unable to make a chat client')).length,
      1,
    );
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
