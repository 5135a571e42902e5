import { expect } from 'playwright/test';
import type { ProxyEvent } from '../proxy/event-log.js';
import type { World } from '../world.js';

/** What the proxy saw of PUTs, in its order. */
export function puts({ proxy }: World, type: 'request' | 'reply'): ProxyEvent[] {
  return proxy.log.filter((event) => event.type === type && event.method === 'PUT');
}

/** The ids that PUTs carried, in the order of their coming. */
export function idsOf(world: World): unknown[] {
  return puts(world, 'request').map((event) => 'body' in event && JSON.parse(event.body).id);
}

/** Resolves once the backend has answered all of them. */
export async function allAnswered(world: World): Promise<void> {
  await expect.poll(() => puts(world, 'request').length - puts(world, 'reply').length).toBe(0);
}

/** How many messages were at once on their way to the log: a push says that one has arrived there. */
export function mostAtOnce({ proxy }: World): number {
  const away = new Set<unknown>();
  let most = 0;
  for (const event of proxy.log.events) {
    if (event.type === 'request' && event.method === 'PUT') away.add(JSON.parse(event.body).id);
    if (event.type === 'frame' && event.to === 'client') away.delete(JSON.parse(event.data).id);
    most = Math.max(most, away.size);
  }
  return most;
}
