import { onConnect } from '../functions.js';
import { readPolicy } from '../policy.js';
import { createStore } from '../store.js';

export const handler = onConnect(createStore(), readPolicy());
