import { count, DidNotFinish, listsOf, type Measure, OVER_PLAIN, type Trial } from '../measure.js';

const TIMES = 20;

const figure = (size: number) => `main thread an append at ${count(size)}`;

function trial(size: number): Trial {
  return {
    figures: [figure(size)],
    peers: listsOf(size),
    run: async (stage) => {
      await stage.show(size);
      await stage.call((times) => window.bench.appendAll(times), 3);
      const before = await stage.metric('TaskDuration');
      const isShown = await stage.call((times) => window.bench.appendAll(times), TIMES, 60_000);
      if (!isShown) throw new DidNotFinish('the last of the messages was not on screen');
      return [((await stage.metric('TaskDuration')) - before) * (1_000 / TIMES)];
    },
  };
}

const row = (size: number) =>
  ({ what: figure(size), figure: figure(size), unit: 'ms', over: OVER_PLAIN }) as const;

/** All that the page's thread does for a message that arrives, its two frames with it. */
export const thread: Measure = {
  name: 'thread',
  trials: [1_000, 10_000, 100_000].map(trial),
  rows: [
    row(1_000),
    { ...row(10_000), most: 0.033, rival: '0.033×' },
    row(100_000),
    {
      what: 'main thread an append, at 100,000 against 1,000',
      figure: figure(100_000),
      unit: '',
      over: { figure: figure(1_000) },
      most: 1.3,
    },
  ],
};
