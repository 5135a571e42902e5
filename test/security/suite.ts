import { Suite } from '../suite/suite.js';

export const ATTACKS = new Suite('security');
