import { expect } from '@open-wc/testing';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import { Socket, type WebSocketClass } from '../../../src/client/socket.js';

const MINUTE = 60_000;

/** What a socket says, and the lines that it opens: `lines` in order, each opened, closed and fed by the test. */
function play() {
  const lines: Line[] = [];
  const said: string[] = [];
  class Line extends EventTarget {
    static readonly CLOSING = 2;
    readyState = 0;
    readonly sent: string[] = [];
    constructor() {
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
  const socket = new Socket('ws://chat.test/', Line as unknown as WebSocketClass, {
    open: () => said.push('open'),
    frame: (frame) => said.push(frame.type === 'pong' ? `frame ${frame.head?.seq}` : frame.type),
    down: () => said.push('down'),
    renewed: () => said.push('renewed'),
    refused: (code) => said.push(`refused ${code}`),
  });
  return { socket, lines, said, last: () => lines.at(-1) as Line };
}

describe('socket', () => {
  let clock: SinonFakeTimers;
  beforeEach(() => {
    clock = useFakeTimers(1_000_000);
  });
  afterEach(() => clock.restore());

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

  it('leaves no timer and no line behind when it is closed, whenever that is', async () => {
    for (const when of [0, 1_000, 10_000, 115 * MINUTE]) {
      const { socket, lines, last } = play();
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
