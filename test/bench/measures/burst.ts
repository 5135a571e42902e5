import { finished, LISTS, type Measure, OVER_PLAIN } from '../measure.js';

const TIME = 'burst';
const UPDATES = 'updates of a burst';

/** A thousand messages arrive in one task. */
export const burst: Measure = {
  name: 'burst',
  trials: [
    {
      figures: [TIME, UPDATES],
      peers: LISTS,
      run: async (stage) => {
        await stage.show(10_000);
        const { time, updates } = await stage.call((count) => window.bench.burst(count), 1_000);
        return [finished(time, 'the last message of the burst'), updates];
      },
    },
  ],
  rows: [
    {
      what: 'burst of 1,000 at 10,000',
      figure: TIME,
      unit: 'ms',
      over: OVER_PLAIN,
      most: 0.3,
      rival: '0.68×',
    },
    { what: 'changes of the list for it', figure: UPDATES, unit: '' },
  ],
};
