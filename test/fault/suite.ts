import { Suite } from '../suite/suite.js';

export const FAULTS = new Suite('fault');
