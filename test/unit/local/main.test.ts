import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { claimPorts, FREE_PORTS } from '../../../src/local/ports.js';
import { copyProject, temporaryFolder } from '../packaging/project.js';
import { Command, isAlive, listens } from './command.js';

const folder = temporaryFolder();

afterEach(() => Command.endAll());

describe('npm start', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`serves a demo that talks to its backend, and ends on ${signal} with nothing left`, async () => {
      const command = new Command();
      const { demo, api, socket } = await command.ready();
      assert.equal(command.stderr, '');
      const page = await (await fetch(`${demo}/`)).text();
      assert.ok(!page.includes('localhost:3000') && !page.includes('localhost:3001'), page);
      assert.equal((await fetch(`${demo}/dist/chat-room.js`)).status, 200);
      assert.equal((await fetch(`${demo}/dist/../package.json`)).status, 404);
      for (const path of ['/none.html', '/%zz', '/dist/%2e%2e/package.json']) {
        assert.equal((await fetch(demo + path)).status, 404, path);
      }
      const children = command.children();
      assert.ok(children.length > 0);
      // Twice, as from a terminal: npm passes on what the terminal sent already.
      command.process.kill(signal);
      command.process.kill(signal);
      assert.equal(await command.ended, 0);
      assert.deepEqual(children.filter(isAlive), []);
      for (const url of [demo, api, socket]) assert.equal(await listens(url), false, url);
    });
  }

  it('ends while it starts', async () => {
    const command = new Command([], { VERBOSE: '1' });
    await command.prints('stderr', /./);
    command.process.kill('SIGTERM');
    assert.equal(await command.ended, 0);
    assert.equal(command.stdout, '');
  });

  it('ends with one line when a part of it ends', async () => {
    const command = new Command();
    const { demo } = await command.ready();
    for (const child of command.children()) process.kill(child, 'SIGKILL');
    assert.equal(await command.ended, 1);
    assert.equal(
      command.stderr,
      'unable to go on; the process of API Gateway and Lambda was ended by SIGKILL; start again\n',
    );
    assert.equal(await listens(demo), false);
  });

  it('leaves nothing when it is killed itself', { timeout: 30_000 }, async () => {
    const command = new Command();
    const { demo, api, socket } = await command.ready();
    const line = connect(Number(new URL(api).port), 'localhost');
    await once(line, 'connect');
    command.process.kill('SIGKILL');
    await once(line, 'close');
    // A process that ends closes what it has one after the other.
    for (const url of [demo, api, socket]) while (await listens(url));
  });
});

describe('npm start, seen from npm', () => {
  it('ends with the shell that runs it', async () => {
    const command = new Command([], { npm_lifecycle_event: 'start' }, { shell: true });
    const { demo, api, socket } = await command.ready();
    command.process.kill('SIGKILL');
    // The streams close when the last process that has them is gone.
    await command.ended;
    for (const url of [demo, api, socket]) assert.equal(await listens(url), false, url);
  });
});

describe('npm start, when a function fails', () => {
  it('prints its report', async () => {
    const { lambda } = await claimPorts(FREE_PORTS);
    const command = new Command([], { LAMBDA_PORT: String(lambda) });
    await command.ready();
    const url = `http://localhost:${lambda}/2015-03-31/functions/chat_onDisconnect/invocations`;
    await fetch(url, { method: 'POST', body: '{}' });
    await command.prints('stderr', /"event":"unexpected".*TypeError/);
    command.process.kill('SIGTERM');
    await command.ended;
  });
});

describe('npm start, with what cannot work', () => {
  for (const variable of ['PORT', 'API_PORT', 'SOCKET_PORT', 'LAMBDA_PORT']) {
    it(`names a port that is in use and ${variable}`, async () => {
      const server = createServer();
      await once(server.listen(0, 'localhost'), 'listening');
      const { port } = server.address() as { port: number };
      try {
        await fails(
          new Command([], { [variable]: String(port) }),
          `unable to start; port ${port} is in use; set ${variable} to another port, or to 0 for any that is free`,
        );
      } finally {
        server.close();
      }
    });
  }

  for (const port of ['-1', '65536', '80a', '1e3', ' ']) {
    it(`refuses the port "${port}"`, () =>
      fails(
        new Command([], { API_PORT: port }),
        `unable to start; API_PORT must be a port from 0 to 65535, got "${port}"`,
      ));
  }

  it('refuses an unknown argument', async () => {
    await fails(
      new Command(['--port', '1']),
      'unable to start; unknown argument "--port"; use --data DIR, --auth, both or nothing',
    );
    await fails(
      new Command(['--data', folder, 'more']),
      'unable to start; unknown argument "more"; use --data DIR, --auth, both or nothing',
    );
  });

  it('refuses --data without a folder', async () => {
    for (const args of [['--data'], ['--data', '--auth'], ['--auth', '--data']]) {
      await fails(new Command(args), 'unable to start; --data names no folder; use --data DIR');
    }
  });

  it('refuses --data with a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await fails(
      new Command(['--data', file]),
      /^unable to keep data in .*file; EEXIST.*; give --data another folder$/,
    );
  });

  it('says what to run when the build is missing', async () => {
    await fails(
      new Command([], {}, { root: copyProject() }),
      'unable to start; dist/chat-room.js is missing; run "npm run build"',
    );
  });

  it('says when the functions do not build', async () => {
    const root = copyProject();
    await mkdir(join(root, 'dist'));
    await writeFile(join(root, 'dist', 'chat-room.js'), '');
    await writeFile(join(root, 'src', 'lambda', 'chat', 'get.ts'), 'export const handler = (');
    await fails(
      new Command([], {}, { root }),
      /get\.ts:.*unable to start; the process of API Gateway and Lambda ended with code 1; see its messages above$/s,
    );
  });
});

describe('npm start -- --data', () => {
  it('keeps messages between runs, for one stack at a time', async () => {
    const data = join(folder, 'kept');
    const first = new Command(['--data', data]);
    const { api } = await first.ready();
    const body = JSON.stringify({ room_id: 'r', user_id: 'u', name: 'n', text: '한국어 🙂' });
    const item = await (await fetch(`${api}/chat`, { method: 'PUT', body })).json();
    await fails(
      new Command(['--data', data]),
      `unable to keep data in ${data}; another process uses it; give --data another folder`,
    );
    first.process.kill('SIGTERM');
    assert.equal(await first.ended, 0);

    const second = new Command(['--data', data]);
    const again = await second.ready();
    assert.deepEqual(await (await fetch(`${again.api}/chat?room_id=r`)).json(), [item]);
    second.process.kill('SIGTERM');
    assert.equal(await second.ended, 0);
  });
});

describe('npm start -- --auth', () => {
  for (const args of [
    ['--auth', '--data', join(folder, 'members')],
    ['--data', join(folder, 'members'), '--auth'],
  ]) {
    it(`takes tokens only, with its data in a folder: ${args[0]} first`, async () => {
      const command = new Command(args);
      const { demo, api } = await command.ready();
      assert.equal((await fetch(`${api}/chat?room_id=members`)).status, 401);
      assert.match(await (await fetch(`${demo}/`)).text(), /<title>Tokens /);
      assert.equal(command.stderr, '');
      command.process.kill('SIGTERM');
      assert.equal(await command.ended, 0);
    });
  }
});

describe('npm start, in a shell that is set up for a deployment', () => {
  it('is open', async () => {
    const command = new Command([], {
      CHAT_AUTH: 'tokens',
      CHAT_ORIGINS: 'https://site.example',
      CHAT_LIMITS: 'none',
    });
    const { demo, api } = await command.ready();
    const answer = await fetch(`${api}/chat?room_id=r`, { headers: { Origin: demo } });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    const tokens = await fetch(`${demo}/tokens.html`, { redirect: 'manual' });
    assert.deepEqual([tokens.status, tokens.headers.get('location')], [302, '/']);
    command.process.kill('SIGTERM');
    await command.ended;
  });
});

async function fails(command: Command, line: string | RegExp): Promise<void> {
  assert.equal(await command.ended, 1);
  assert.equal(command.stdout, '');
  if (typeof line === 'string') assert.equal(command.stderr, `${line}\n`);
  else assert.match(command.stderr.replace(/\n$/, ''), line);
}
