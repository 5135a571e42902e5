import { NEXT_HEADER, parsePageQuery } from '../../contract/index.js';
import { json, rest } from '../http.js';
import { Pages } from '../pages.js';
import { createStore } from '../store.js';

const pages = new Pages(createStore());

/** `GET /chat`: a page of a room's messages, oldest first. */
export const handler = rest(async (event) => {
  const { items, next } = await pages.read(parsePageQuery(event.queryStringParameters));
  return json(200, items, next === undefined ? {} : { [NEXT_HEADER]: String(next) });
});
