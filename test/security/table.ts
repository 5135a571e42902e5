/**
 * The table of cases in README.md, made from what the tests left. `tsx test/security/table.ts clear` before the suite forgets
 * earlier runs; `tsx test/security/table.ts` after it fails when a case is missing, has failed, or is not in the table yet.
 */
import { clearOrCheck } from '../suite/table.js';
import { ATTACKS } from './suite.js';

clearOrCheck(ATTACKS, [
  [31, 32],
  [45, 45],
  [47, 57],
  [63, 64],
  [101, 119],
]);
