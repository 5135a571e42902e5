import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What each folder of src may import: other folders (their public file where one is named), and packages. */
const ALLOWED: Record<string, { readonly folders: readonly string[]; readonly packages: RegExp }> = {
  contract: { folders: [], packages: /^$/ },
  client: { folders: ['contract/index'], packages: /^(ky|reconnecting-websocket|idb-keyval)$/ },
  element: { folders: ['client/index'], packages: /^lit(\/|$)/ },
  server: { folders: ['contract/index'], packages: /^jose$/ },
  lambda: {
    folders: ['contract/index'],
    packages: /^(node:|@aws-sdk\/|@aws-lambda-powertools\/logger(\/|$)|aws-lambda$|jose$|p-map$)/,
  },
  build: { folders: [], packages: /^(rollup|esbuild|terser|magic-string)$/ },
  deploy: {
    folders: ['contract/index', 'lambda/policy', 'lambda/origins', 'server/index'],
    packages: /./,
  },
  local: {
    folders: ['contract/index', 'deploy/', 'lambda/policy', 'lambda/origins', 'server/index'],
    packages: /./,
  },
};

const MOST_LINES = { src: 300, test: 400 } as const;

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs|cjs|js)$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

/** The specifiers of a file's imports and re-exports, dynamic ones too. */
function importsOf(file: string): string[] {
  const code = readFileSync(join(ROOT, file), 'utf8');
  const specifier = /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|\bimport\s*\(?\s*'([^']+)'/g;
  return [...code.matchAll(specifier)].map(([, from, bare]) => from ?? bare ?? '');
}

function target(file: string, specifier: string): string {
  return join(dirname(file), specifier).replace(/\.js$/, '.ts');
}

const sources = filesBelow('src');
const imports = new Map(sources.map((file) => [file, importsOf(file)]));

describe('structure', () => {
  it('imports are found at all', () => {
    assert.ok([...imports.values()].flat().length > 100);
  });

  it('imports point one way: contract ← client ← element, contract ← server, contract ← lambda ← deploy, and packages stay where they belong', () => {
    for (const [file, specifiers] of imports) {
      const folder = file.split('/')[1] ?? '';
      const rule = ALLOWED[folder];
      if (!rule) {
        assert.equal(dirname(file), 'src', `src/${folder} has no rule`);
        continue;
      }
      for (const specifier of specifiers) {
        if (!specifier.startsWith('.')) {
          assert.match(specifier, rule.packages, `${file} imports ${specifier}`);
          continue;
        }
        const to = relative('src', target(file, specifier));
        const isAllowed = to.startsWith(`${folder}/`) || rule.folders.some((name) => to.startsWith(name));
        assert.ok(isAllowed, `${file} imports ${specifier}`);
      }
    }
  });

  it('relative imports name the file as it is built, with .js', () => {
    for (const [file, specifiers] of imports) {
      for (const specifier of specifiers.filter((name) => name.startsWith('.'))) {
        assert.match(specifier, /\.(c|m)?js$/, `${file} imports ${specifier}`);
      }
    }
  });

  it('has no import cycle', () => {
    const state = new Map<string, 'open' | 'done'>();
    const visit = (file: string, path: readonly string[]): void => {
      if (state.get(file) === 'done') return;
      assert.notEqual(state.get(file), 'open', `cycle: ${[...path, file].join(' → ')}`);
      state.set(file, 'open');
      for (const specifier of imports.get(file) ?? []) {
        if (specifier.startsWith('.')) visit(target(file, specifier), [...path, file]);
      }
      state.set(file, 'done');
    };
    for (const file of sources) visit(file, []);
  });

  for (const [folder, most] of Object.entries(MOST_LINES)) {
    it(`no file of ${folder} has more than ${most} lines`, () => {
      const long = filesBelow(folder)
        .map((file) => `${file}: ${readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1}`)
        .filter((entry) => Number(entry.split(': ')[1]) > most);
      assert.deepEqual(long, []);
    });
  }

  it('the top level holds what the layout names, and what tools force beside it', () => {
    const allowed = new Set([
      ...[
        'src',
        'demo',
        'test',
        'node_modules',
        'dist',
        'package.json',
        'package-lock.json',
        'tsconfig.json',
      ],
      ...['rollup.config.mjs', 'serverless.yml', 'amplify.yml'],
      ...['README.md', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
    ]);
    const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
    const top = new Set(
      files.map((file) => file.split('/')[0] ?? '').filter((name) => !name.startsWith('.')),
    );
    assert.ok(top.has('src'));
    assert.deepEqual(
      [...top].filter((name) => !allowed.has(name)),
      [],
    );
  });
});
