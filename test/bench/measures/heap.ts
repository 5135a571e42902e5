import { count, listsOf, type Measure, OVER_PLAIN, type Trial } from '../measure.js';

const MB = 1_000_000;

const figures = (size: number) =>
  [
    `heap at ${count(size)}`,
    `heap of ${count(size)} messages`,
    `heap a message beyond its text at ${count(size)}`,
  ] as const;

function trial(size: number): Trial {
  return {
    figures: figures(size),
    peers: listsOf(size),
    run: async (stage) => {
      await stage.goto();
      await stage.add('harness.js');
      await stage.collectGarbage();
      const empty = await stage.metric('JSHeapUsedSize');
      await stage.show(size);
      await stage.collectGarbage();
      const used = await stage.metric('JSHeapUsedSize');
      const texts = await stage.call(() => window.bench.textBytes, undefined);
      return [used / MB, (used - empty) / MB, (used - empty - texts) / size];
    },
  };
}

const [AT, OF, EACH] = figures(10_000);
const [AT_MOST, OF_MOST, EACH_MOST] = figures(100_000);

/** What a page keeps in JavaScript once a room is shown. */
export const heap: Measure = {
  name: 'heap',
  trials: [10_000, 100_000].map(trial),
  rows: [
    { what: AT, figure: AT, unit: 'MB', over: OVER_PLAIN, most: 2.4, rival: '2.5×' },
    { what: `${OF}, less the empty page`, figure: OF, unit: 'MB', over: OVER_PLAIN },
    { what: `${EACH}, bytes`, figure: EACH, unit: '', most: 1_000 },
    { what: AT_MOST, figure: AT_MOST, unit: 'MB' },
    { what: `${OF_MOST}, less the empty page`, figure: OF_MOST, unit: 'MB' },
    { what: `${EACH_MOST}, bytes`, figure: EACH_MOST, unit: '', most: 1_000 },
  ],
};
