import { count, listsOf, type Measure, OVER_PLAIN, type Trial } from '../measure.js';

const figure = (size: number) => `mount ${count(size)}`;

function trial(size: number): Trial {
  return {
    figures: [figure(size)],
    peers: listsOf(size),
    run: async (stage) => {
      return [await stage.show(size)];
    },
  };
}

/** A room that is there already is shown. */
export const mount: Measure = {
  name: 'mount',
  trials: [50, 1_000, 10_000, 100_000].map(trial),
  rows: [
    { what: figure(50), figure: figure(50), unit: 'ms', over: OVER_PLAIN, most: 2.2, rival: '2.2×' },
    { what: figure(1_000), figure: figure(1_000), unit: 'ms', over: OVER_PLAIN, rival: '1.7×' },
    {
      what: figure(10_000),
      figure: figure(10_000),
      unit: 'ms',
      over: OVER_PLAIN,
      most: 0.25,
      rival: '0.29×',
    },
    { what: figure(100_000), figure: figure(100_000), unit: 'ms' },
    {
      what: 'mount 100,000 against 10,000',
      figure: figure(100_000),
      unit: '',
      over: { figure: figure(10_000) },
      most: 1.3,
    },
  ],
};
