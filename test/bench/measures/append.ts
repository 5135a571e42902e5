import { count, finished, listsOf, type Measure, OVER_PLAIN, type Trial } from '../measure.js';
import { quantile } from '../statistics.js';

const TIMES = 20;

const figure = (part: 'p50' | 'p95', size: number) => `append ${part} at ${count(size)}`;

function trial(size: number): Trial {
  return {
    figures: [figure('p50', size), figure('p95', size)],
    peers: listsOf(size),
    run: async (stage) => {
      await stage.show(size);
      const times: number[] = [];
      while (times.length < TIMES) {
        times.push(finished(await stage.call(() => window.bench.append(), undefined), 'an arriving message'));
      }
      return [0.5, 0.95].map((part) => quantile(times, part) ?? Number.NaN);
    },
  };
}

const row = (part: 'p50' | 'p95', size: number) =>
  ({
    what: `append to paint at ${count(size)}, ${part}`,
    figure: figure(part, size),
    unit: 'ms',
    over: OVER_PLAIN,
  }) as const;

/** One message after the other arrives, each when the one before it is on screen. */
export const append: Measure = {
  name: 'append',
  trials: [1_000, 10_000, 100_000].map(trial),
  rows: [
    row('p50', 1_000),
    row('p95', 1_000),
    row('p50', 10_000),
    { ...row('p95', 10_000), most: 0.11, rival: '0.10×' },
    row('p50', 100_000),
    row('p95', 100_000),
  ],
};
