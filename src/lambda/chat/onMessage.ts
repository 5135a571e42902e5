import { onMessage } from '../functions.js';
import { createStore } from '../store.js';

export const handler = onMessage(createStore());
