import { count, listsOf, type Measure, type Trial } from '../measure.js';

const SIZES = [1_000, 10_000, 100_000] as const;

const figures = (size: number) => [`elements at ${count(size)}`, `nodes at ${count(size)}`] as const;

function trial(size: number): Trial {
  return {
    figures: figures(size),
    peers: listsOf(size),
    run: async (stage) => {
      await stage.show(size);
      await stage.collectGarbage();
      const elements = await stage.call(() => window.bench.elements(), undefined);
      return [elements, await stage.metric('Nodes')];
    },
  };
}

const [FEW, SOME, MANY] = SIZES.map((size) => figures(size)[0]) as [string, string, string];

/** How large the document is, shadow roots with it. */
export const nodes: Measure = {
  name: 'nodes',
  trials: SIZES.map(trial),
  rows: [
    { what: FEW, figure: FEW, unit: '' },
    { what: SOME, figure: SOME, unit: '', most: 250, rival: '87' },
    { what: MANY, figure: MANY, unit: '' },
    { what: 'elements, at 100,000 against 1,000', figure: MANY, unit: '', over: { figure: FEW }, most: 1.1 },
    ...SIZES.map((size) => {
      const [, all] = figures(size);
      return { what: `all ${all}`, figure: all, unit: '' } as const;
    }),
  ],
};
