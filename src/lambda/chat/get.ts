import { get } from '../functions.js';
import { createStore } from '../store.js';

export const handler = get(createStore());
