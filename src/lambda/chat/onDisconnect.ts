import { onDisconnect } from '../functions.js';
import { createStore } from '../store.js';

export const handler = onDisconnect(createStore());
