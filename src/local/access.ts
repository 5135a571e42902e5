import type { Settings } from '../lambda/policy.js';
import { createRoomKey, type RoomTokenOptions } from '../server/index.js';

/** What a site signs its visitors' room tokens with. */
export type Signer = Pick<RoomTokenOptions, 'key' | 'issuer'>;

/** Who may use the backend: what its functions are set to, and what signs tokens that they take. */
export interface Access {
  readonly settings: Settings;
  readonly signer?: Signer;
}

/** Anybody. */
export const OPEN_ACCESS: Access = { settings: { CHAT_AUTH: 'open' } };

/** Visitors of one site, by its origin. The key is gone with the stack. */
export async function siteAccess(origin: string): Promise<Access> {
  const { key, keySet } = await createRoomKey();
  const settings = {
    CHAT_AUTH: 'tokens',
    CHAT_TOKEN_KEYS: JSON.stringify(keySet),
    CHAT_TOKEN_ISSUER: origin,
    CHAT_ORIGINS: origin,
  };
  return { settings, signer: { key, issuer: origin } };
}
