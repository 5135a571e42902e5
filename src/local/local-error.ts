/** What keeps the local stack from running and the user can do something about. Its message is the one line they see. */
export class LocalError extends Error {
  override readonly name = 'LocalError';
}
