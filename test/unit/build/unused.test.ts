import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const CLIENT = fileURLToPath(new URL('../../../src/client', import.meta.url));

const read = (name: string) => readFileSync(`${CLIENT}/${name}`, 'utf8').replace(/^\s*(\/?\*|\/\/).*$/gm, '');

/** What the first group of `pattern` matches in the code, each once and sorted. */
function found(code: string, pattern: RegExp): (string | undefined)[] {
  return [...new Set([...code.matchAll(pattern)].map(([, part]) => part))].sort();
}

/** `src/build/unused.ts` leaves out what these calls never reach: whoever changes them looks there, too. */
describe('the client', () => {
  it('has one file that calls ky, and one that calls reconnecting-websocket', () => {
    const files = readdirSync(CLIENT);
    const callers = (library: string) => files.filter((name) => read(name).includes(`from '${library}'`));
    assert.deepEqual(callers('ky'), ['rest.ts']);
    assert.deepEqual(callers('reconnecting-websocket'), ['connection.ts']);
  });

  it('calls ky with a few options and no method of its own, and reads the response itself', () => {
    const code = read('rest.ts');
    assert.deepEqual(found(code, /\bky(\.\w+|\()/g), ['(', '.create']);
    for (const option of ['retry: 0', 'timeout: false', 'throwHttpErrors: false'])
      assert.ok(code.includes(option));
    const options = /\b(parseJson|stringifyJson|searchParams|prefixUrl|hooks|on\w+Progress|context)\b:/g;
    assert.deepEqual(found(code, options), []);
  });

  it('makes instances of reconnecting-websocket that try once, and uses little of them', () => {
    const code = read('connection.ts');
    assert.deepEqual(found(code, /\b(max\w+: \w+)/g), ['maxEnqueuedMessages: 0', 'maxRetries: 0']);
    for (const option of ['WebSocket: this', 'connectionTimeout: ']) assert.ok(code.includes(option));
    assert.deepEqual(found(code, /this\.#socket\?\.(\w+)/g), ['close', 'readyState', 'send']);
    assert.deepEqual(found(code, /addEventListener\('close', \((.*?)\) =>/g), ['{ code }']);
    assert.deepEqual(found(code, /ReconnectingWebSocket\.(\w+)/g), ['OPEN']);
  });
});
