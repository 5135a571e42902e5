import { Broadcast } from '../broadcast.js';
import { createLambda } from '../errands.js';
import { put } from '../functions.js';
import { readPolicy } from '../policy.js';
import { createGateway } from '../posts.js';
import { createStore } from '../store.js';

const store = createStore();

export const handler = put(store, new Broadcast(store, createGateway(), createLambda()), readPolicy());
