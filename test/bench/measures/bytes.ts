import { BARS } from '../budgets.js';
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
      run: async ({ site, script }) => [gzipBytes(site.code(script)) / 1_024],
    },
    {
      figures: ['SDK'],
      peers: ['chat-room'],
      rounds: 1,
      run: async ({ site }) => [gzipBytes(site.code('shared/index.js')) / 1_024],
    },
  ],
  rows: [
    {
      what: 'script, gzip',
      figure: 'script',
      unit: 'KB',
      most: BARS.script,
      rival: '50.6',
    },
    {
      what: 'SDK, gzip',
      figure: 'SDK',
      unit: 'KB',
      most: BARS.SDK,
      rival: '7.6',
    },
  ],
};
