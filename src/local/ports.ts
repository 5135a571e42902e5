import { createServer, type Server } from 'node:net';
import { LocalError } from './local-error.js';

/** Each port of the stack, with the variable that moves it. */
export const PORTS = {
  demo: { variable: 'PORT', usual: 8080 },
  api: { variable: 'API_PORT', usual: 3000 },
  socket: { variable: 'SOCKET_PORT', usual: 3001 },
  lambda: { variable: 'LAMBDA_PORT', usual: 3002 },
} as const;

type Part = keyof typeof PORTS;
export type Ports = Record<Part, number>;

/** For tests: four ports that nobody uses. */
export const FREE_PORTS: Ports = { demo: 0, api: 0, socket: 0, lambda: 0 };

/** Below the range that systems take ports for outgoing connections from, so that none is gone before it is used. */
const FREE_FROM = 20_000;
const FREE_TO = 30_000;

const PARTS = Object.keys(PORTS) as Part[];

export function readPorts(env: NodeJS.ProcessEnv): Ports {
  return each((part) => {
    const { variable, usual } = PORTS[part];
    const text = env[variable] ?? '';
    if (text === '') return usual;
    const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
    if (!(port <= 65_535)) {
      throw new LocalError(`unable to start; ${variable} must be a port from 0 to 65535, got "${text}"`);
    }
    return port;
  });
}

/** Finds a free port for each that is 0, and refuses one that is taken. */
export async function claimPorts(wanted: Ports): Promise<Ports> {
  const held: Server[] = [];
  try {
    const claimed = { ...wanted };
    for (const part of PARTS) claimed[part] = await claim(part, wanted[part], held);
    return claimed;
  } finally {
    await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
  }
}

async function claim(part: Part, port: number, held: Server[]): Promise<number> {
  if (port !== 0) {
    const refusal = await hold(port, held);
    if (refusal === undefined) return port;
    const { variable } = PORTS[part];
    throw new LocalError(
      `unable to start; port ${port} ${refusal}; set ${variable} to another port, or to 0 for any that is free`,
    );
  }
  for (;;) {
    const free = FREE_FROM + Math.floor(Math.random() * (FREE_TO - FREE_FROM));
    if ((await hold(free, held)) === undefined) return free;
  }
}

/** Takes a port on both loopback addresses, since `localhost` may mean either; or says why it cannot. */
async function hold(port: number, held: Server[]): Promise<string | undefined> {
  for (const host of ['127.0.0.1', '::1']) {
    const server = createServer();
    const refused = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve).listen({ port, host }, () => resolve(undefined));
    });
    if (!refused) held.push(server);
    else if (refused.code === 'EADDRINUSE') return 'is in use';
    else if (refused.code === 'EACCES') return 'needs more rights';
  }
  return undefined;
}

function each(value: (part: Part) => number): Ports {
  return Object.fromEntries(PARTS.map((part) => [part, value(part)])) as Ports;
}
