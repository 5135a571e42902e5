import { expect } from 'playwright/test';
import { Connections } from '../../../src/lambda/connections.js';
import { store } from '../../unit/lambda/fixture.js';
import type { ConnectAction } from '../proxy/rule.js';

/** Resolves once the database has so many connections to the room. */
export async function expectConnections(room_id: string, count: number): Promise<void> {
  const connections = new Connections(store);
  await expect.poll(async () => (await connections.few(room_id, 10))?.length).toBe(count);
}

/** A handshake that nobody answers, and that ends with the case. */
export function hang(until: Promise<unknown>): ConnectAction {
  return async ({ cut }) => {
    await until;
    cut();
  };
}
