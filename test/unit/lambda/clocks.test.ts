import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freshRoom, items } from './fixture.js';

const PROCESSES = 4;
const APPENDS = 750;

it('3,000 appends from 4 processes whose clocks differ by 5 s: none lost, timestamps rise with seq and keep to thousandths', async () => {
  const room = freshRoom();
  const writer = fileURLToPath(new URL('./writer.ts', import.meta.url));
  const children = Array.from({ length: PROCESSES }, (_, index) => {
    const skew = Math.round((index * 5_000) / (PROCESSES - 1));
    return fork(writer, [room, String(skew), String(APPENDS)], {
      execArgv: ['--import', 'tsx'],
      stdio: 'inherit',
    });
  });
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]));
  assert.deepEqual(codes, [0, 0, 0, 0]);

  const stored = await items(room);
  assert.equal(new Set(stored.map(({ message }) => message)).size, PROCESSES * APPENDS);
  assert.equal(new Set(stored.map(({ timestamp }) => timestamp)).size, PROCESSES * APPENDS);
  assert.deepEqual(
    stored.map(({ seq }) => seq),
    stored.map((_, index) => index + 1),
  );
  for (const { timestamp } of stored) assert.match(String(timestamp), /^\d{13}(\.\d{1,3})?$/);
});
