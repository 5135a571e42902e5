import { createLambda } from '../errands.js';
import { Fanout } from '../fanout.js';
import { fanout } from '../functions.js';
import { createGateway } from '../posts.js';
import { createStore } from '../store.js';

export const handler = fanout(new Fanout(createStore(), createGateway(), createLambda()));
