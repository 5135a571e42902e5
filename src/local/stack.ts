import { WebSocket } from 'ws';
import { chatUrl, protocolsOf, socketUrl } from '../contract/index.js';
import type { Settings } from '../lambda/policy.js';
import { signRoomToken } from '../server/index.js';
import { OPEN_ACCESS, type Signer, siteAccess } from './access.js';
import { startDatabase } from './database.js';
import { checkBuild, startDemoServer } from './demo-server.js';
import { startEmulator } from './emulator.js';
import { LocalError } from './local-error.js';
import { claimPorts, type Ports } from './ports.js';
import { readService } from './service.js';

export interface StackOptions {
  readonly ports: Ports;
  /** A folder that keeps what was written; without one it is gone with the stack. */
  readonly data?: string;
  /** Takes visitors of the demo site only, by tokens that it signs. Without it anybody may come. */
  readonly auth?: boolean;
  /** What the functions are set to besides who may come, as serverless.yml names it: `CHAT_LIMITS`. */
  readonly settings?: Settings;
  /** Show what the emulator says, not only errors. */
  readonly verbose?: boolean;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
}

/** The backend and the demo on this machine, by their addresses. */
export interface Stack {
  readonly api: string;
  readonly socket: string;
  readonly demo: string;
  readonly dynamodb: string;
  readonly connections: string;
  /** What signs tokens that the backend takes, where it wants any. */
  readonly signer?: Signer;
  /** Rejects when a part ends by itself. */
  readonly crashed: Promise<never>;
  stop(): Promise<void>;
}

/** Resolves when every part answers. Nothing is left running when it rejects. */
export async function startStack({
  ports: wanted,
  data,
  auth = false,
  settings = {},
  verbose = false,
  signal,
}: StackOptions): Promise<Stack> {
  checkBuild();
  const service = readService();
  const ports = await claimPorts(wanted);
  const access = auth ? await siteAccess(`http://localhost:${ports.demo}`) : OPEN_ACCESS;
  const { signer } = access;
  const backend = { api: `http://localhost:${ports.api}`, socket: `ws://localhost:${ports.socket}` };
  const stops: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    // Backwards, so that functions still find their database while they end.
    stopping ??= stops.reduceRight((before, end) => before.then(end), Promise.resolve());
    return stopping;
  };
  try {
    const database = await startDatabase(service.tables, data);
    stops.push(database.close);
    const demo = await startDemoServer(ports.demo, backend, signer);
    stops.push(demo.close);
    const emulator = startEmulator(
      service,
      ports,
      { ...settings, ...access.settings },
      database.endpoint,
      verbose,
    );
    stops.push(emulator.stop);
    let ready = false;
    const crashed = emulator.ended.then((how) => {
      if (stopping) return new Promise<never>(() => {});
      const [what, then] = ready ? ['go on', 'start again'] : ['start', 'see its messages above'];
      throw new LocalError(`unable to ${what}; the process of API Gateway and Lambda ${how}; ${then}`);
    });
    const stack = {
      ...backend,
      demo: demo.url,
      dynamodb: database.endpoint,
      connections: emulator.connections,
      ...(signer && { signer }),
      crashed,
      stop,
    };
    await Promise.race([emulator.listening.then(() => answers(stack)), crashed, aborted(signal)]);
    ready = true;
    return stack;
  } catch (error) {
    await stop();
    throw error;
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new LocalError('unable to start; it was stopped'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
  });
}

/** Asks each part for what a user's first visit asks. */
async function answers({ api, socket, demo, signer }: Omit<Stack, 'crashed' | 'stop'>): Promise<void> {
  const [id, name] = ['ready', 'ready'];
  const token = signer && (await signRoomToken({ ...signer, user: { id, name }, rooms: { [id]: ['read'] } }));
  const room = { room_id: id, user_id: id };
  await Promise.all([
    ok(chatUrl(api, room), token ? { Authorization: `Bearer ${token}` } : {}),
    ok(`${demo}/`),
    opens(new WebSocket(socketUrl(socket, room), token ? [...protocolsOf(token)] : [], { origin: demo })),
  ]);
}

async function ok(url: string, headers: Record<string, string> = {}): Promise<void> {
  const { status } = await fetch(url, { headers });
  if (status !== 200) throw new LocalError(`unable to start; ${url} answers ${status}; see what is above`);
}

function opens(socket: WebSocket): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    socket.once('open', () => socket.close());
    socket.once('close', () => resolve());
    socket.once('error', ({ message }) =>
      reject(new LocalError(`unable to start; ${socket.url} does not open (${message}); see what is above`)),
    );
  });
}
