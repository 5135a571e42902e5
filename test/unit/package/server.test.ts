import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));

/** What only the server's code says, and what only the browser's says. */
const SERVER = /jose|SignJWT|unable to sign a room token|createRoomKey/;
const BROWSER = /WebSocket|document\b|customElements|localStorage|indexedDB|ReconnectingWebSocket/;

/** A file of the build with all that it imports of it: their code, and the packages that they leave to whoever bundles. */
function built(file: string, seen = new Set<string>()): { code: string; packages: string[] } {
  seen.add(file);
  const code = readFileSync(file, 'utf8');
  const specifiers = [...code.matchAll(/\b(?:import\(|import|from)\s*(["'])([@\w./-]+)\1/g)].map(
    ([, , name = '']) => name,
  );
  const others = specifiers
    .filter((name) => name.startsWith('.'))
    .map((name) => join(dirname(file), name))
    .filter((path) => !seen.has(path))
    .map((path) => built(path, seen));
  return {
    code: [code, ...others.map((each) => each.code)].join('\n'),
    packages: [
      ...specifiers.filter((name) => !name.startsWith('.')),
      ...others.flatMap((each) => each.packages),
    ],
  };
}

describe('the build', () => {
  for (const file of ['chat-room.js', 'index.js', 'element.js', 'define.js']) {
    it(`has nothing of the server in ${file}`, () => {
      const { code, packages } = built(join(DIST, file));
      assert.ok(!packages.includes('jose'));
      assert.doesNotMatch(code, SERVER);
      assert.match(code, BROWSER);
    });
  }

  it('has nothing of the browser in server.js, and no package but jose', () => {
    const { code, packages } = built(join(DIST, 'server.js'));
    assert.deepEqual(packages, ['jose']);
    assert.match(code, SERVER);
    assert.doesNotMatch(code, BROWSER);
  });
});
