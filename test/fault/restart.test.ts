import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Message } from '../../src/client/index.js';
import { claimPorts, FREE_PORTS } from '../../src/local/ports.js';
import { Command } from '../unit/local/command.js';
import { faultCase } from './case.js';
import { assertInvariants } from './invariants.js';
import { isConnected, isStored, until, World } from './world.js';

const data = await mkdtemp(join(tmpdir(), 'chat-restart-'));

after(async () => {
  await Command.endAll();
  await rm(data, { recursive: true, force: true });
});

faultCase(
  66,
  'the whole stack is killed in the middle of a fan-out, and started again',
  'every acked message is there; the clients come back by themselves and are complete',
  async () => {
    const { demo, api, socket, lambda } = await claimPorts(FREE_PORTS);
    const ports = { PORT: `${demo}`, API_PORT: `${api}`, SOCKET_PORT: `${socket}`, LAMBDA_PORT: `${lambda}` };
    const start = () => new Command(['--data', data], ports);
    const stack = start();
    const world = await World.open(await stack.ready());
    try {
      const writer = await world.join('mina');
      const readers = await Promise.all(['jun', 'sora', 'tae'].map((name) => world.join(name)));
      const sent: Promise<Message>[] = [];
      for (let n = 0; n < 60; n++) sent.push(writer.send(`${n}`));
      const { log } = world.proxy;
      await log.waitFor((event) => event.type === 'frame' && /"seq":20\b/.test(event.data));
      stack.process.kill('SIGKILL');
      await Promise.all([stack.ended, ...readers.map((room) => until(room, (it) => !isConnected(it)))]);

      const again = start();
      await again.ready();
      const acked = await Promise.all(sent);
      for (const room of [writer, ...readers]) {
        await until(room, (it) => isConnected(it) && it.messages.filter(isStored).length === 60);
      }
      assert.deepEqual(
        acked.map(({ text }) => text),
        acked.map((_, n) => `${n}`),
      );
      assertInvariants({ log: await world.log(), acked, readers: [writer, ...readers] });
    } finally {
      await world.close();
    }
  },
);
