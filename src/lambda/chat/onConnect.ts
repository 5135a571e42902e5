import { onConnect } from '../functions.js';
import { createStore } from '../store.js';

export const handler = onConnect(createStore());
