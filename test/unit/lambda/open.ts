import { OPEN_GATE } from '../../../src/lambda/gate.js';
import { NO_LIMITS } from '../../../src/lambda/limits.js';
import { Origins } from '../../../src/lambda/origins.js';
import type { Policy } from '../../../src/lambda/policy.js';

/** An open backend without limits, for tests of something else. */
export const OPEN: Policy = { gate: OPEN_GATE, origins: new Origins(), limits: NO_LIMITS };
