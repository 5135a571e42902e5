import type { ChatStorage } from '../../../src/client/storage.js';

/** A device's storage in memory, as all tabs see it. */
export function memory(entries: Record<string, unknown> = {}): ChatStorage & {
  readonly kept: Map<string, unknown>;
} {
  const kept = new Map(Object.entries(entries));
  return {
    kept,
    get: async (key) => structuredClone(kept.get(key)),
    update: async (key, change) => {
      const value = change(structuredClone(kept.get(key)));
      if (value === undefined) kept.delete(key);
      else kept.set(key, structuredClone(value));
    },
  };
}
