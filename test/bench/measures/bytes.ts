import { BUDGETS } from '../budgets.js';
import { gzipBytes } from '../gzip.js';
import { type Measure, PEERS } from '../measure.js';

/** What a visitor downloads. */
export const bytes: Measure = {
  name: 'bytes',
  trials: [
    {
      figures: ['script'],
      peers: PEERS,
      rounds: 1,
      run: async ({ site, script }) => [gzipBytes(site.code(script)) / 1_000],
    },
    {
      figures: ['SDK'],
      peers: ['chat-room'],
      rounds: 1,
      run: async ({ site }) => [gzipBytes(site.code('chat-room-sdk.js')) / 1_000],
    },
  ],
  rows: [
    {
      what: 'script, gzip',
      figure: 'script',
      unit: 'KB',
      most: BUDGETS['bytes of chat-room.js after gzip -9'] / 1_000,
      rival: '50.6',
    },
    {
      what: 'SDK, gzip',
      figure: 'SDK',
      unit: 'KB',
      most: BUDGETS['bytes of chat-room-sdk.js after gzip -9'] / 1_000,
      rival: '7.6',
    },
  ],
};
