import { casesOf } from '../suite/case.js';
import { ATTACKS } from './suite.js';

export const attackCase = casesOf(ATTACKS);
