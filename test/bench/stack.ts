import { NO_LIMITS } from '../../src/lambda/limits.js';
import { FREE_PORTS } from '../../src/local/ports.js';
import { type Stack, startStack } from '../../src/local/stack.js';

let stack: Promise<Stack> | undefined;

/** The local stack, for the measures that need one: it takes seconds to start. */
export function localStack(): Promise<Stack> {
  stack ??= startStack({ ports: FREE_PORTS, settings: { CHAT_LIMITS: JSON.stringify(NO_LIMITS) } });
  return stack;
}

/** If it was started. */
export async function stopStack(): Promise<void> {
  await (await stack)?.stop();
}
