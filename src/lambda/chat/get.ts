import { get } from '../functions.js';
import { readPolicy } from '../policy.js';
import { createStore } from '../store.js';

export const handler = get(createStore(), readPolicy());
