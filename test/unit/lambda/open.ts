import type { PutRequest } from '../../../src/contract/index.js';
import { OPEN_GATE } from '../../../src/lambda/gate.js';
import { NO_LIMITS } from '../../../src/lambda/limits.js';
import { type Appended, Log } from '../../../src/lambda/log.js';
import { Origins } from '../../../src/lambda/origins.js';
import type { Policy } from '../../../src/lambda/policy.js';
import type { Store } from '../../../src/lambda/store.js';

/** An open backend without limits, for tests of something else. */
export const OPEN: Policy = { gate: OPEN_GATE, origins: new Origins(), limits: NO_LIMITS };

/** Writes as anybody may there. */
export function logOf(store: Store): { append(request: PutRequest): Promise<Appended> } {
  const log = new Log(store, OPEN);
  return { append: (request) => log.append(request, { moderates: false, role: undefined }) };
}
