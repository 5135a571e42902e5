import { ChatError, type ChatErrorCode } from './error.js';

/** Code that comes when it is first needed. Where it does not, the next call has the page ask for it again, if its loader does so. */
export async function part<Part>(
  code: Promise<Part>,
  what: string,
  error: ChatErrorCode = 'network',
): Promise<Part> {
  try {
    return await code;
  } catch (cause) {
    throw new ChatError(error, `unable to ${what}; its code cannot be loaded`, { cause });
  }
}
