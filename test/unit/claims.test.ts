import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const ROOT = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8');

/** Tables whose rows are a claim, a test's name or a part of it, and its file; and the rows they have at least. */
const TABLES = { 'test/README.md': 24, 'src/element/GUEST.md': 15 } as const;

for (const [table, least] of Object.entries(TABLES)) {
  const rows = [...read(table).matchAll(/^\| (.+?) +\| `(.+?)` +\| `(test\/.+?)` +\|$/gm)];

  describe(`what ${table} claims`, () => {
    it('is found', () => {
      assert.ok(rows.length >= least, `${rows.length} rows`);
    });

    for (const [, claim = '', name = '', file = ''] of rows) {
      it(`names a test that is there: ${claim}`, () => {
        assert.ok(read(file).includes(name), `${file} has no "${name}"`);
      });
    }
  });
}
