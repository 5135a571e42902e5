/**
 * Runs in the emulator's process before osls does. It says on the channel to its parent which ports listen, and ends
 * the process when that channel closes: when the stack stops, and also when its parent dies.
 */
import { rmSync } from 'node:fs';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { readPolicy } from '../lambda/policy.js';
import { answerAsApiGateway, closeAsApiGateway } from './aws-differences.js';
import type { Service } from './service.js';

/** What the parent hands over. */
export interface Preload {
  readonly apiPort: number;
  readonly routes: Service['routes'];
  readonly workFolder: string;
}

const { apiPort, routes, workFolder } = JSON.parse(process.env['CHAT_PRELOAD'] ?? '') as Preload;

const { origins } = readPolicy();

const { createServer } = http;
http.createServer = ((...args: Parameters<typeof createServer>) => {
  const server = createServer(...args);
  server.on('listening', () => {
    const { port } = server.address() as AddressInfo;
    if (port === apiPort) answerAsApiGateway(server, routes, origins);
    process.send?.({ listening: port });
  });
  return server;
}) as typeof createServer;
syncBuiltinESMExports();

closeAsApiGateway(WebSocketServer);

process.on('disconnect', () => process.exit());
// The channel does not keep a process alive that has failed to start.
process.channel?.unref();
process.on('exit', () => rmSync(workFolder, { recursive: true, force: true }));
