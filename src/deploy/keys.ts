/** Prints a new key for room tokens, by `npm run keys`: EdDSA, or HS256 with `npm run keys -- HS256`. */
import { createRoomKey, type RoomKeyAlgorithm } from '../server/index.js';

const ALGORITHMS: readonly RoomKeyAlgorithm[] = ['EdDSA', 'HS256'];

const [name = 'EdDSA', ...more] = process.argv.slice(2);
const algorithm = ALGORITHMS.find((each) => each === name);
if (algorithm === undefined || more.length > 0) {
  console.error(`unable to make a key; use ${ALGORITHMS.join(' or ')}, or nothing, which is EdDSA`);
  process.exitCode = 1;
} else {
  const { key, keySet } = await createRoomKey(algorithm);
  console.log(`The "key" of signRoomToken, for your site's server only:\n\n${JSON.stringify(key)}\n`);
  console.log(`For the backend:\n\nCHAT_TOKEN_KEYS='${JSON.stringify(keySet)}'`);
}
