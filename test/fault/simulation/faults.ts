import type { Random } from './random.js';
import type { Trace } from './trace.js';

/** Everything that goes wrong, and how likely each time it could. */
const CHANCES = {
  'a Lambda died before a database call': 0.03,
  'a Lambda died after a database call': 0.03,
  'a Lambda stalled': 0.03,
  'a Lambda ran into its time-out': 0,
  'a database call was slow': 0.12,
  'a call landed after its Lambda’s end': 0.02,
  'a call was made twice': 0.03,
  'the database throttled': 0.03,
  'the database throttled for a while': 0,
  'a function answered 503': 0,
  'the index was late': 0.2,
  'the gateway throttled': 0.02,
  'a request was lost': 0.03,
  'an answer was lost': 0.2,
  'a post was refused': 0.05,
  'a push was lost': 0.3,
  'a push was doubled': 0.1,
  'a push was late': 0.2,
  'a pong was lost': 0.05,
  'a handshake was refused': 0.1,
  'a $disconnect was lost': 0.3,
  'a socket was closed': 0,
  'a socket died unnoticed': 0,
  'a device was offline': 0,
} as const;

export type Fault = keyof typeof CHANCES;
export type FaultCounts = Readonly<Record<Fault, number>>;

/** Decides what goes wrong, and counts it. */
export class Faults {
  /** Whether anything may go wrong (any more). */
  isOn = true;
  readonly random: Random;
  readonly #trace: Trace;
  readonly #counts = Object.fromEntries(Object.keys(CHANCES).map((fault) => [fault, 0])) as Record<
    Fault,
    number
  >;

  constructor(random: Random, trace: Trace) {
    this.random = random;
    this.#trace = trace;
  }

  get counts(): FaultCounts {
    return this.#counts;
  }

  /** Whether it happens, this time. */
  strikes(fault: Fault, who: string): boolean {
    const isHit = this.isOn && this.random.chance(CHANCES[fault]);
    if (isHit) this.record(fault, who);
    return isHit;
  }

  /** For what is planned beforehand, or follows from something else. */
  record(fault: Fault, who: string): void {
    this.#counts[fault] += 1;
    this.#trace.add(who, `! ${fault}`);
  }
}
