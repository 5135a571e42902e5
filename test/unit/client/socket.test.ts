import { expect } from '@open-wc/testing';
import { restore, type SinonFakeTimers, stub, useFakeTimers } from 'sinon';
import type { WebSocketClass } from '../../../src/client/connection.js';
import type { ChatError } from '../../../src/client/error.js';
import { type Loss, Socket } from '../../../src/client/socket.js';
import { Tokens } from '../../../src/client/tokens.js';
import type { ServerFrame } from '../../../src/contract/index.js';
import { deferred } from './fixture.js';
import { endpoint, sourceOf } from './token-backend.js';

const MINUTE = 60_000;

/** What a socket says, and the lines that it opens: `lines` in order, each opened, closed and fed by the test. */
function play(tokens?: Tokens) {
  const lines: Line[] = [];
  const said: string[] = [];
  class Line extends EventTarget {
    static readonly CLOSING = 2;
    readyState = 0;
    readonly sent: string[] = [];
    constructor(
      _: string,
      readonly protocols: readonly string[],
    ) {
      super();
      lines.push(this);
    }
    open(): void {
      this.readyState = 1;
      this.dispatchEvent(new Event('open'));
    }
    send(data: string): void {
      this.sent.push(data);
    }
    /** By this side. */
    close(): void {
      this.readyState = 3;
    }
    /** By the server. */
    end(code: number): void {
      this.readyState = 3;
      this.dispatchEvent(new CloseEvent('close', { code }));
    }
    push(head: number): void {
      const data = JSON.stringify({ type: 'pong', head: { timestamp: head, seq: head } });
      this.dispatchEvent(new MessageEvent('message', { data }));
    }
  }
  const listener = {
    open: () => said.push('open'),
    frame: (frame: ServerFrame) => said.push(frame.type === 'pong' ? `frame ${frame.head?.seq}` : frame.type),
    down: (_: number, { error, isUnexplained }: Loss = {}) =>
      said.push(['down', error?.code, isUnexplained && 'hidden'].filter(Boolean).join(' ')),
    renewed: () => said.push('renewed'),
    refused: (why: number | ChatError) => said.push(`refused ${typeof why === 'object' ? why.code : why}`),
  };
  const source = tokens && sourceOf(tokens);
  const socket = new Socket('ws://chat.test/', Line as unknown as WebSocketClass, listener, source);
  return { socket, lines, said, last: () => lines.at(-1) as Line };
}

describe('socket', () => {
  let clock: SinonFakeTimers;
  beforeEach(() => {
    clock = useFakeTimers(1_000_000);
  });
  afterEach(() => {
    restore();
    clock.restore();
  });

  /** The library opens and closes in later tasks. */
  const settle = () => clock.tickAsync(0);

  /** Until one more line is opened, at a time that is drawn by lot. */
  const renewal = async (lines: ArrayLike<unknown>) => {
    const { length } = lines;
    for (let second = 0; second < 400 && lines.length === length; second++) await clock.tickAsync(1_000);
    expect(lines).to.have.length(length + 1);
  };

  it('opens the next line before API Gateway closes this one, and swaps without a break', async () => {
    const { socket, lines, said, last } = play();
    await settle();
    last().open();
    await clock.tickAsync(109 * MINUTE);
    expect(lines).to.have.length(1);
    await renewal(lines);
    const [old, next] = [lines[0], last()];
    old?.push(1);
    next.open();
    next.push(2);
    old?.push(3);
    expect(said).to.deep.equal(['open', 'frame 1', 'renewed', 'frame 2', 'frame 3']);
    socket.send({ action: 'ping' });
    expect(next.sent).to.have.length(1);
    expect(old?.readyState).to.equal(1);
    await clock.tickAsync(10_000);
    expect(old?.readyState).to.equal(3);
    expect(next.readyState).to.equal(1);
    expect(said).not.to.include('down');
    await clock.tickAsync(109 * MINUTE);
    expect(lines).to.have.length(2);
    await renewal(lines);
    socket.close();
  });

  it('keeps the line it has while the next one does not come up, and tries again', async () => {
    const { socket, lines, said, last } = play();
    await settle();
    last().open();
    await clock.tickAsync(109 * MINUTE);
    await renewal(lines);
    last().end(1006);
    await renewal(lines);
    lines[0]?.push(1);
    last().open();
    expect(said).to.deep.equal(['open', 'frame 1', 'renewed']);
    socket.close();
  });

  it('goes the usual way when the line ends before the next one is there', async () => {
    const { socket, lines, said, last } = play();
    await settle();
    last().open();
    await clock.tickAsync(109 * MINUTE);
    await renewal(lines);
    lines[0]?.end(1001);
    expect(said.at(-1)).to.equal('down');
    await clock.tickAsync(4_000);
    last().open();
    expect(said.at(-1)).to.equal('open');
    socket.close();
  });

  it('replaces a library that says nothing any more', async () => {
    // The library's own time-out is lost, as with a machine's sleep.
    const { setTimeout } = globalThis;
    const losing = (task: () => void, delay?: number) => (delay === 15_000 ? 0 : setTimeout(task, delay));
    globalThis.setTimeout = losing as typeof setTimeout;
    const { socket, lines, said } = play();
    await clock.tickAsync(19_000);
    expect(said).to.deep.equal([]);
    await clock.tickAsync(1_000);
    expect(said).to.deep.equal(['down']);
    await clock.tickAsync(4_000);
    expect(lines).to.have.length(2);
    globalThis.setTimeout = setTimeout;
    socket.close();
  });

  for (const code of [1003, 1007, 1008, 1010, 4400, 4403, 4499]) {
    it(`does not come back after close code ${code}`, async () => {
      const { socket, lines, said, last } = play();
      await settle();
      last().open();
      last().end(code);
      expect(said).to.deep.equal(['open', `refused ${code}`]);
      socket.close();
      await clock.tickAsync(MINUTE);
      expect(lines).to.have.length(1);
    });
  }

  for (const code of [1000, 1001, 1006, 1009, 1011, 1012, 4399, 4500]) {
    it(`comes back after close code ${code}`, async () => {
      const { socket, lines, said, last } = play();
      await settle();
      last().open();
      last().end(code);
      expect(said).to.deep.equal(['open', 'down']);
      await clock.tickAsync(4_000);
      expect(lines).to.have.length(2);
      socket.close();
    });
  }

  it('takes a new token to each line, the one that takes over, too', async () => {
    const { asked, given, getToken } = endpoint(() => ({ life: 86_400 }));
    const { socket, lines, said, last } = play(new Tokens('r', 'mina', getToken));
    await settle();
    last().open();
    await clock.tickAsync(109 * MINUTE);
    await renewal(lines);
    last().open();
    await clock.tickAsync(10_000);
    expect(said).to.deep.equal(['open', 'renewed']);
    last().end(1006);
    await clock.tickAsync(4_000);
    expect(asked).to.deep.equal(['connect', 'connect', 'connect']);
    expect(lines.map(({ protocols }) => protocols)).to.deep.equal(
      given.map((token) => ['chat.v1', `token.${token}`]),
    );
    socket.close();
  });

  it('keeps its line when there is no token for the next one, and tries again', async () => {
    let isAway = false;
    const { getToken } = endpoint(() => ({ life: 86_400 }));
    const tokens = new Tokens('r', 'mina', (request) =>
      isAway ? Promise.reject(new Error()) : getToken(request),
    );
    const { socket, lines, said, last } = play(tokens);
    await settle();
    last().open();
    isAway = true;
    await clock.tickAsync(118 * MINUTE);
    expect(lines).to.have.length(1);
    isAway = false;
    await renewal(lines);
    last().open();
    expect(said).to.deep.equal(['open', 'renewed']);
    socket.close();
  });

  it('is refused when the token for the line that is to take over is another user’s', async () => {
    let sub = 'mina';
    const { getToken } = endpoint(() => ({ sub, life: 86_400 }));
    const { socket, lines, said, last } = play(new Tokens('r', 'mina', getToken));
    await settle();
    last().open();
    sub = 'jun';
    await clock.tickAsync(116 * MINUTE);
    expect(said.slice(0, 2)).to.deep.equal(['open', 'refused forbidden']);
    expect(lines).to.have.length(1);
    socket.close();
  });

  it('sends each next token over the line that is open', async () => {
    const { asked, given, getToken } = endpoint();
    const { socket, lines, said, last } = play(new Tokens('r', 'mina', getToken));
    await settle();
    last().open();
    await clock.tickAsync(20 * MINUTE);
    expect(lines).to.have.length(1);
    expect(said).to.deep.equal(['open']);
    expect(given).to.have.length(6);
    expect(new Set(asked.slice(1))).to.deep.equal(new Set(['expiring']));
    const sent = last().sent.map((frame) => JSON.parse(frame));
    expect(sent[0]).to.deep.equal({ action: 'token', token: given[1] });
    expect([...new Set(sent.map(({ token }) => token))]).to.deep.equal(given.slice(1));
    socket.close();
  });

  it('takes a line on to the token that came while it was opened', async () => {
    // No spread: the next line is opened after 110 minutes, and the token is due 5 s later.
    stub(Math, 'random').returns(0);
    const { given, getToken } = endpoint(() => ({ life: 110 * 60 + 5 + 75 }));
    const { socket, lines, last } = play(new Tokens('r', 'mina', getToken));
    await settle();
    last().open();
    await clock.tickAsync(110 * MINUTE + 6_000);
    expect(lines).to.have.length(2);
    expect(given).to.have.length(3);
    expect(last().protocols).not.to.include(`token.${given.at(-1)}`);
    expect(last().sent).to.deep.equal([]);
    last().open();
    expect(last().sent.map((frame) => JSON.parse(frame))).to.deep.equal([
      { action: 'token', token: given.at(-1) },
    ]);
    socket.close();
  });

  it('opens no line for a token that comes when it was closed', async () => {
    const answer = deferred<string>();
    const { socket, lines, said } = play(new Tokens('r', 'mina', () => answer.promise));
    await settle();
    socket.close();
    answer.resolve('token');
    await clock.tickAsync(MINUTE);
    expect(lines).to.deep.equal([]);
    expect(said).to.deep.equal([]);
  });

  it('says whether there was no token, or a line under one did not come up', async () => {
    let token = '';
    const { socket, said, last } = play(new Tokens('r', 'mina', () => token));
    await clock.tickAsync(10);
    expect(said).to.deep.equal(['down token_unavailable']);
    token = 'token';
    socket.reconnect();
    await settle();
    last().end(1006);
    expect(said.at(-1)).to.equal('down hidden');
    socket.reconnect();
    await settle();
    last().open();
    last().end(1006);
    expect(said.slice(-2)).to.deep.equal(['open', 'down']);
    socket.close();
  });

  it('leaves no timer and no line behind when it is closed, whenever that is', async () => {
    for (const [when, life] of [0, 1_000, 10_000, 115 * MINUTE].flatMap((at) => [
      [at, 0] as const,
      [at, 3_000] as const,
    ])) {
      const tokens = life ? new Tokens('r', 'mina', endpoint(() => ({ life })).getToken) : undefined;
      const { socket, lines, last } = play(tokens);
      await settle();
      if (when > 1_000) last().open();
      await clock.tickAsync(when);
      socket.close();
      await settle();
      expect(clock.countTimers(), `after ${when} ms`).to.equal(0);
      const { length } = lines;
      await clock.tickAsync(5 * MINUTE);
      expect(lines).to.have.length(length);
    }
  });
});
