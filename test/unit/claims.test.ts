import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const ROOT = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8');

/** The rows of the table: complaint, a test's name or a part of it, its file. */
const ROWS = [...read('test/README.md').matchAll(/^\| (.+?) +\| `(.+?)` +\| `(test\/.+?)` +\|$/gm)];

describe('the table of complaints', () => {
  it('is found', () => {
    assert.ok(ROWS.length >= 24, `${ROWS.length} rows`);
  });

  for (const [, complaint = '', name = '', file = ''] of ROWS) {
    it(`names a test that is there: ${complaint}`, () => {
      assert.ok(read(file).includes(name), `${file} has no "${name}"`);
    });
  }
});
