import { type Gate, OPEN_GATE } from './gate.js';
import { LIMITS_OF_USE, type Limits } from './limits.js';
import { Origins } from './origins.js';

/** Who may use this backend, how much, and for how long it keeps what they wrote. */
export interface Policy {
  readonly gate: Gate;
  readonly origins: Origins;
  readonly limits: Limits;
  /** How long messages are kept, in milliseconds; for ever without it. */
  readonly retention?: number;
}

/** Reads what serverless.yml, or the local stack, sets. */
export function readPolicy(): Policy {
  return { gate: OPEN_GATE, origins: new Origins(), limits: LIMITS_OF_USE };
}
