import { casesOf } from '../suite/case.js';
import { FAULTS } from './suite.js';

export const faultCase = casesOf(FAULTS);
