import { ChatError, type ChatErrorCode } from './error.js';

/**
 * Makes what few need, or nobody at once, when it is first asked for: its code is loaded then. Where that fails, it is tried again
 * the next time. A browser may remember a module that did not come until the page is loaded again.
 */
export function later<Value>(
  what: string,
  make: () => Promise<Value>,
  code: ChatErrorCode = 'network',
): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((cause: unknown) => {
      made = undefined;
      throw new ChatError(code, `unable to ${what}; its code cannot be loaded`, { cause });
    });
    return made;
  };
}
