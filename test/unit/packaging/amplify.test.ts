import assert from 'node:assert/strict';
import { execSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { copyProject } from './project.js';

const API = 'https://abc.execute-api.ap-northeast-2.amazonaws.com/dev';
const SOCKET = 'wss://def.execute-api.ap-northeast-2.amazonaws.com/dev';

const project = copyProject();

const { frontend } = parse(readFileSync(join(project, 'amplify.yml'), 'utf8')) as {
  frontend: {
    phases: Record<'preBuild' | 'build', { commands: string[] }>;
    artifacts: { baseDirectory: string; files: string[] };
  };
};
const published = join(project, frontend.artifacts.baseDirectory);

describe('amplify.yml', () => {
  before(() => {
    const env = { ...process.env, API, SOCKET: `${SOCKET}/` };
    for (const command of frontend.phases.build.commands)
      execSync(command, { cwd: project, env, stdio: 'pipe' });
  });

  it('installs what the lock file says', () => {
    assert.equal(frontend.phases.preBuild.commands.at(-1), 'npm ci');
  });

  it('publishes every file', () => {
    assert.deepEqual(frontend.artifacts.files, ['**/*']);
  });

  it('publishes each demo page, talking to the deployed backend', () => {
    const pages = readdirSync(join(project, 'demo')).filter(
      (file) => file.endsWith('.html') && file !== 'tokens.html',
    );
    assert.ok(pages.includes('index.html'));
    for (const page of pages) {
      const html = readFileSync(join(published, page), 'utf8');
      // The gallery's rooms are in memory.
      if (page === 'gallery.html') continue;
      assert.ok(html.includes(`"${API}"`) && html.includes(`"${SOCKET}"`), page);
      assert.doesNotMatch(html, /localhost/, page);
    }
  });

  it('publishes nothing that needs a server of the site’s own', () => {
    const files = readdirSync(published, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      files.filter((file) => /^tokens\.|server/.test(file)),
      [],
    );
  });

  it('publishes every file that the pages load', () => {
    for (const file of readdirSync(published).filter((name) => /\.(html|js|css)$/.test(name))) {
      const text = readFileSync(join(published, file), 'utf8');
      const loads = [...text.matchAll(/(?:src="|href="|from ')(?!https?:)([^"'#?]+)/g)];
      for (const [, path = ''] of loads)
        assert.ok(existsSync(join(published, path)), `${file} loads ${path}`);
    }
  });
});

describe('build:demo', () => {
  for (const { description, env, line } of [
    {
      description: 'API',
      env: { SOCKET },
      line: 'unable to build the demo; API must be the https:// address that "npm run deploy" printed, got ""',
    },
    {
      description: 'SOCKET',
      env: { API },
      line: 'unable to build the demo; SOCKET must be the wss:// address that "npm run deploy" printed, got ""',
    },
    {
      description: 'a SOCKET that is none',
      env: { API, SOCKET: API },
      line: `unable to build the demo; SOCKET must be the wss:// address that "npm run deploy" printed, got "${API}"`,
    },
  ]) {
    it(`ends with one line without ${description}`, () => {
      const { API: _, SOCKET: __, ...rest } = process.env;
      const { status, stderr } = spawnSync(
        process.execPath,
        ['--import', 'tsx', 'src/deploy/build-demo.ts'],
        { cwd: project, env: { ...rest, ...env }, encoding: 'utf8' },
      );
      assert.equal(stderr, `${line}\n`);
      assert.equal(status, 1);
    });
  }
});
