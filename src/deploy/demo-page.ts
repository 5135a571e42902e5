import type { Endpoints } from './tag.js';

/** What the demo pages say: the local stack on its usual ports. */
export const USUAL: Endpoints = { api: 'http://localhost:3000', socket: 'ws://localhost:3001' };

/** Makes a demo page talk to another backend. */
export function pointAt(page: string, { api, socket }: Endpoints): string {
  return page.replaceAll(USUAL.api, api).replaceAll(USUAL.socket, socket);
}
