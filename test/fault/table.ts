/**
 * The table of cases in README.md, made from what the tests left. `tsx test/fault/table.ts clear` before the suite forgets
 * earlier runs; `tsx test/fault/table.ts` after it fails when a case is missing, has failed, or is not in the table yet.
 */
import { clearOrCheck } from '../suite/table.js';
import { FAULTS } from './suite.js';

clearOrCheck(FAULTS, [
  [1, 30],
  [33, 41],
  [43, 44],
  [46, 48],
  [60, 62],
  [65, 67],
]);
