/** What keeps the backend from starting, in one line for whoever sets it up. It never quotes a value: that may be a key. */
export class SettingError extends Error {
  override readonly name = 'SettingError';

  constructor(setting: string, reason: string) {
    super(`unable to start; ${setting} ${reason}`);
  }
}
