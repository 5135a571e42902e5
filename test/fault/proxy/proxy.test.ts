import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  acceptThenClose,
  changeReply,
  delay,
  delayReply,
  delayRequest,
  drop,
  duplicate,
  loseReply,
  refuse,
  refuseHandshake,
  reorder,
  replace,
  reply,
} from './actions.js';
import { Client, openEcho } from './fixture.js';

let echo: Awaited<ReturnType<typeof openEcho>>;
beforeEach(async () => {
  echo = await openEcho();
});
afterEach(() => echo.close());

/** A moment that a test brings about. */
function moment(): { readonly come: Promise<void>; now: () => void } {
  let now = (): void => {};
  const come = new Promise<void>((resolve) => {
    now = resolve;
  });
  return { come, now };
}

describe('the proxy, for requests', { timeout: 20_000 }, () => {
  it('passes what no rule matches, both ways', async () => {
    const answer = await echo.put('hello');
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get('chat-next'), '7');
    assert.deepEqual(await answer.json(), { method: 'PUT', url: '/chat?a=1', body: 'hello' });
  });

  it('refuses as often as a rule says, for the client and the method that it names', async () => {
    const { proxy, put, stored } = echo;
    proxy.rule({ on: 'request', client: 'jun', method: 'PUT', times: 2, do: refuse });
    await assert.rejects(put('1'));
    assert.equal((await put('2', 'mina')).status, 201);
    assert.equal((await fetch(proxy.addresses('jun').api)).status, 201);
    await assert.rejects(put('3'));
    assert.equal((await put('4')).status, 201);
    assert.deepEqual(stored, ['2', '', '4']);
  });

  it('loses the reply of what was done', async () => {
    echo.proxy.rule({ on: 'request', when: ({ body }) => body === 'done', do: loseReply });
    await assert.rejects(echo.put('done'));
    assert.deepEqual(echo.stored, ['done']);
    assert.deepEqual(echo.proxy.log.events.slice(1), [
      { type: 'reply', client: 'jun', method: 'PUT', status: 201 },
      { type: 'answer', client: 'jun', method: 'PUT' },
    ]);
  });

  it('replaces a reply, with and without asking the backend', async () => {
    const { proxy, put, stored } = echo;
    const end = proxy.rule({ on: 'request', do: reply(503, 'busy', { 'Retry-After': '1' }) });
    const busy = await put('1');
    assert.deepEqual([busy.status, await busy.text(), busy.headers.get('retry-after')], [503, 'busy', '1']);
    end();
    proxy.rule({ on: 'request', do: changeReply((answer) => ({ ...answer, status: 504, body: 'late' })) });
    const late = await put('2');
    assert.deepEqual([late.status, await late.text()], [504, 'late']);
    assert.deepEqual(stored, ['2']);
  });

  it('delays a request before the backend, and a reply behind it', async () => {
    const { proxy, put, stored } = echo;
    const [ask, answer] = [moment(), moment()];
    proxy.rule({ on: 'request', times: 1, do: delayRequest(ask.come) });
    proxy.rule({ on: 'request', times: 1, do: delayReply(answer.come) });
    const first = put('1');
    await proxy.log.waitFor(({ type }) => type === 'request');
    const second = put('2').then(({ status }) => status);
    await put('3');
    await proxy.log.waitFor(
      ({ type }) => type === 'reply' && proxy.log.filter((event) => event.type === 'reply').length === 2,
    );
    assert.deepEqual(stored.toSorted(), ['2', '3']);
    assert.equal(proxy.log.filter(({ type }) => type === 'answer').length, 1);
    ask.now();
    assert.equal((await first).status, 201);
    answer.now();
    assert.equal(await second, 201);
  });
});

describe('the proxy, for lines', { timeout: 20_000 }, () => {
  it('passes frames and close codes both ways', async () => {
    const client = new Client(echo.proxy);
    assert.deepEqual(await client.exchange(['1', '2'], 2), ['1', '2']);
    client.close(4001);
    await client.closed;
    await echo.proxy.log.waitFor(({ type }) => type === 'closed');
    while (echo.closes.length === 0) await new Promise(setImmediate);
    assert.deepEqual(echo.closes, [4001]);
    assert.deepEqual(echo.proxy.lines(), []);
  });

  it('refuses the handshakes that a rule counts', async () => {
    const { proxy } = echo;
    proxy.rule({ on: 'connect', nth: 1, do: refuse });
    proxy.rule({ on: 'connect', nth: 2, do: refuseHandshake(503) });
    proxy.rule({ on: 'connect', nth: 3, do: acceptThenClose(1013) });
    assert.equal(await new Client(proxy).closed, 1006);
    await assert.rejects(new Client(proxy).opened, /503/);
    const third = new Client(proxy);
    await third.opened;
    assert.equal(await third.closed, 1013);
    assert.deepEqual(await new Client(proxy).exchange(['4'], 1), ['4']);
    assert.equal(proxy.log.connects('jun'), 4);
  });

  it('cuts without a close frame, and closes with a code', async () => {
    const [cut, closed, other] = [
      new Client(echo.proxy),
      new Client(echo.proxy),
      new Client(echo.proxy, 'mina'),
    ];
    await Promise.all([cut.opened, closed.opened, other.opened]);
    for (const line of echo.proxy.lines('jun')) {
      if (line.nth === 1) line.cut();
      else line.close(1001);
    }
    assert.deepEqual(await Promise.all([cut.closed, closed.closed]), [1006, 1001]);
    assert.deepEqual(await other.exchange(['still'], 1), ['still']);
  });

  it('suppresses one way only', async () => {
    const client = new Client(echo.proxy);
    await client.exchange(['1'], 1);
    const [line] = echo.proxy.lines();
    line?.suppress('client');
    await client.exchange(['2'], 1);
    await echo.proxy.log.waitFor(
      (event) => event.type === 'frame' && event.to === 'client' && event.data === '2',
    );
    assert.deepEqual(echo.frames, ['1', '2']);
    assert.deepEqual(client.received, ['1']);
    assert.equal(line?.isOpen, true);
  });

  it('drops, duplicates, replaces and adds frames', async () => {
    const { proxy, frames } = echo;
    proxy.rule({ on: 'frame', to: 'server', when: (_, data) => data === 'lost', do: drop });
    proxy.rule({ on: 'frame', to: 'client', when: ({ n }) => n === 3, do: duplicate(3) });
    proxy.rule({ on: 'frame', to: 'client', when: (_, data) => data === 'a', do: replace(() => ['b', 'c']) });
    const client = new Client(proxy);
    await client.exchange(['lost', '{"n":3}', 'a'], 5);
    assert.deepEqual(client.received, ['{"n":3}', '{"n":3}', '{"n":3}', 'b', 'c']);
    assert.deepEqual(frames, ['{"n":3}', 'a']);
    proxy.lines()[0]?.inject('client', 'news');
    assert.equal((await client.exchange([], 6)).at(-1), 'news');
  });

  it('delays and reorders frames', async () => {
    const { proxy } = echo;
    const late = moment();
    proxy.rule({ on: 'frame', to: 'client', when: (_, data) => data === 'late', do: delay(late.come) });
    proxy.rule({ on: 'frame', to: 'client', nth: 1, times: 3, do: reorder(3) });
    const client = new Client(proxy);
    await client.exchange(['late', '1', '2', '3', '4'], 4);
    assert.deepEqual(client.received, ['3', '2', '1', '4']);
    late.now();
    assert.equal((await client.exchange([], 5)).at(-1), 'late');
  });

  it('has nobody behind it when the backend is away', async () => {
    const client = new Client(echo.proxy);
    await client.opened;
    await echo.goAway();
    assert.equal(await client.closed, 1006);
    await assert.rejects(new Client(echo.proxy).opened, /502/);
    await assert.rejects(echo.put('x'));
  });
});
